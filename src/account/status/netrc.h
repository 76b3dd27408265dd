// SPDX-License-Identifier: Apache-2.0
// The format of ~/.netrc, as libcurl reads it.

#ifndef HF_SRC_ACCOUNT_STATUS_NETRC_H_
#define HF_SRC_ACCOUNT_STATUS_NETRC_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "src/system/secret.h"

namespace hf {

struct NetrcEntry {
  std::string machine;  ///< Empty for `default`.
  std::string login;
  SecretString password;
  std::size_t begin, end;  ///< Its bytes; with the line end, if it has lines
                           ///< of its own.
};

/// The entries in \a text. Like libcurl, takes each word `machine` or `default`
/// for the beginning of one, except in a comment line, a macro or a value of an
/// entry.
std::vector<NetrcEntry> NetrcEntriesIn(std::string_view text);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_STATUS_NETRC_H_
