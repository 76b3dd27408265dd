// SPDX-License-Identifier: Apache-2.0
#include "src/account/command/command_token.h"

#include "src/store/command_cache.h"
#include "src/text/trace.h"

namespace hf {
namespace {

/// Runs the command, while holding the lock of \a cache.
Result<CommandAnswer> RunAndSave(const Environment& environment,
                                 const StoredToken& known,
                                 const CommandUse& use,
                                 const CommandCache& cache) {
  Result<CommandAnswer> answer = RunCommand(environment, known, use);
  if (answer.ok()) {
    cache.Save(use.repository, answer.value());
  } else {
    cache.NoteFailure(use.repository, answer.error().message);
  }
  return answer;
}

Result<CommandAnswer> AnswerFor(const Environment& environment,
                                const StoredToken& known,
                                const CommandUse& use) {
  const std::int64_t began = NowInNanoseconds();
  const auto cache = CommandCache::Of(environment, known);
  if (!cache) return RunCommand(environment, known, use);
  if (auto cached = cache->Find(use.repository)) return std::move(*cached);
  const Result<FileLock> lock = cache->Lock();
  if (!lock.ok()) return lock.error();
  if (auto cached = cache->Find(use.repository)) return std::move(*cached);
  if (const auto why = cache->FailureSince(use.repository, began)) {
    Trace(environment).Say("another process has just run the command");
    return Error{Problem::kUnavailable, *why};
  }
  return RunAndSave(environment, known, use, *cache);
}

}  // namespace

Result<StoredToken> TokenFromCommand(const Environment& environment,
                                     const StoredToken& known,
                                     const CommandUse& use) {
  const Result<CommandAnswer> answer = AnswerFor(environment, known, use);
  if (!answer.ok()) return answer.error();
  return WithAnswer(known, answer.value());
}

std::optional<StoredToken> PrintedBy(const Environment& environment,
                                     const OutsideTokens& tokens,
                                     const Endpoint& hub,
                                     std::string_view secret) {
  for (const StoredToken& token : tokens.tokens) {
    if (!token.command || !token.MayGoTo(hub)) continue;
    const auto cache = CommandCache::Of(environment, token);
    if (!cache || !cache->Has(secret)) continue;
    StoredToken found = token;
    found.token = secret;
    return found;
  }
  return std::nullopt;
}

bool DropAnswers(const Environment& environment, const StoredToken& token) {
  const auto cache = CommandCache::Of(environment, token);
  if (!cache) return true;
  const Result<FileLock> lock = cache->Lock();
  return lock.ok() && cache->Drop();
}

Result<void> ForgetAnswers(const Environment& environment,
                           const StoredToken& token) {
  const auto cache = CommandCache::Of(environment, token);
  if (!cache) return {};
  const Result<FileLock> lock = cache->Lock();
  if (!lock.ok()) return lock.error();
  return cache->Forget();
}

}  // namespace hf
