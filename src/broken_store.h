// SPDX-License-Identifier: Apache-2.0
// What can still be made out of a token store that does not parse.

#ifndef HF_SRC_BROKEN_STORE_H_
#define HF_SRC_BROKEN_STORE_H_

#include <string>
#include <string_view>

#include "src/endpoint.h"

namespace hf {

/// True when a paragraph of \a path that holds \a token also names an endpoint
/// other than \a hub. The active token is served although the store is broken;
/// that must not send it to a Hub that it was not made for.
bool BrokenStoreForbids(const std::string& path, std::string_view token,
                        const Endpoint& hub);

}  // namespace hf

#endif  // HF_SRC_BROKEN_STORE_H_
