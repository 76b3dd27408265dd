// SPDX-License-Identifier: Apache-2.0
#include "src/account/status/renewal_check.h"

#include "src/account/tokens/renewal.h"
#include "src/store/locked_store.h"

namespace hf {
namespace {

Result<std::string> SaveWaiting(const Environment& environment,
                                const StorePaths& paths) {
  const Result<LockedStore> store =
      LockedStore::Acquire(paths, LockWait::kHalfAMinute);
  if (!store.ok()) return store.error();
  if (!SettleRenewals(environment, store.value())) {
    return Error{Problem::kRefused, "cannot write '" + paths.tokens + "'"};
  }
  return "saved the refreshed token in '" + paths.tokens + "'";
}

}  // namespace

void CheckRenewals(const Environment& environment, const StorePaths& paths,
                   Issues& issues) {
  for (const RefreshJournal& journal : JournalsOf(environment, paths)) {
    if (!journal.Read()) continue;
    issues.Add({"refresh-unsaved",
                "a refreshed token is in '" + journal.path() +
                    "' and not in the store yet",
                RunFix(), Problem::kRefused,
                Fix{"save it in '" + paths.tokens + "'",
                    [&environment, paths](Notices&) {
                      return SaveWaiting(environment, paths);
                    }}});
  }
}

}  // namespace hf
