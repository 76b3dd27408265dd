// SPDX-License-Identifier: Apache-2.0
// The values that every verb needs, found once when the account program starts.

#ifndef HF_SRC_ACCOUNT_TOKENS_CONTEXT_H_
#define HF_SRC_ACCOUNT_TOKENS_CONTEXT_H_

#include "hf/result.h"
#include "src/hub/endpoint.h"
#include "src/store/store_paths.h"
#include "src/system/environment.h"

namespace hf {

struct Context {
  explicit Context(const Environment& variables)
      : environment(variables),
        paths(FindStore(variables)),
        hub(EndpointFromEnvironment(variables)) {}

  const Environment& environment;  ///< Outlives this.

  // An error stops only those verbs that need the value.
  const Result<StorePaths> paths;
  const Result<Endpoint> hub;  ///< The Hub that HF_ENDPOINT names.
};

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_TOKENS_CONTEXT_H_
