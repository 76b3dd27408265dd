// SPDX-License-Identifier: Apache-2.0
#include "src/helper/outside_secret.h"

#include "src/hub/access_token.h"
#include "src/hub/repository.h"
#include "src/protocol/account_program.h"
#include "src/protocol/keyring_program.h"
#include "src/store/command_cache.h"
#include "src/text/record.h"

namespace hf {
namespace {

/// What the command of \a known prints for \a wanted, or printed not long ago.
/// The account program runs it, and has printed why if that fails.
Result<StoredToken> LoadFromCommand(const Environment& environment,
                                    const StoredToken& known,
                                    const TokenRequest& wanted) {
  const std::string repository =
      RepositoryIn(wanted.hub.PathBelow(wanted.path.value_or("")));
  if (auto cached = CachedFromCommand(environment, known, repository)) {
    return std::move(*cached);
  }
  RecordWriter request;
  request.Add(field::kEndpoint, wanted.hub.url());
  request.Add(field::kName, known.name);
  if (!repository.empty()) request.Add(field::kPath, repository);
  const Result<Record> answer = RunOperation(kCommandOperation, request);
  StoredToken token = known;
  if (answer.ok()) {
    token.token = answer.value().Find(field::kPassword).value_or("");
    token.expires_at = ParseSeconds(
        answer.value().Find(field::kPasswordExpiryUtc).value_or(""));
  }
  if (IsToken(token.token)) return token;
  return Error{Problem::kUnavailable,
               "git gets no token: there is none from the command of '" +
                   known.name + "', and no other is used in its place"};
}

}  // namespace

Result<StoredToken> LoadOutside(const Environment& environment,
                                const StoredToken& known,
                                const TokenRequest& wanted) {
  if (known.command) return LoadFromCommand(environment, known, wanted);
  return InstalledKeyring(HF_KEYRING_FROM_BIN).Load(known);
}

}  // namespace hf
