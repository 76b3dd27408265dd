// SPDX-License-Identifier: Apache-2.0
#include "src/lookup/token_source.h"

namespace hf {

std::string_view NameOf(TokenSource source) {
  switch (source) {
    case TokenSource::kExchange:
      return "job's identity";
    case TokenSource::kEnvironment:
      return "environment";
    case TokenSource::kName:
      return "name in the URL";
    case TokenSource::kOwnerRule:
      return "owner rule";
    case TokenSource::kActive:
      return "active token";
    case TokenSource::kStoredByGit:
      return "stored by git";
  }
  return "";
}

}  // namespace hf
