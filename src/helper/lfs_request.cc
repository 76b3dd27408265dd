// SPDX-License-Identifier: Apache-2.0
#include "src/helper/lfs_request.h"

#include <string_view>

namespace hf {
namespace {

/// The field \a key; nothing when it is empty, too.
std::optional<std::string_view> Given(const Record& request,
                                      std::string_view key) {
  const auto value = request.Find(key);
  return value && !value->empty() ? value : std::nullopt;
}

/// True for what a transfer agent asks. git and, with `useHttpPath`, git-lfs
/// send the path of the remote.
bool NamesOnlyHub(const Record& request) {
  return !Given(request, field::kPath) && !Given(request, field::kUsername);
}

}  // namespace

LfsRequest::LfsRequest(const Environment& environment, const Record& request)
    : environment_(environment), request_(request) {
  caller_ = FindLfsCaller(NamesOnlyHub(request) ? LfsSearch::kAny
                                                : LfsSearch::kDirect);
  if (caller_) note_ = notes().Find(caller_->id);
}

LfsNotes& LfsRequest::notes() {
  if (!notes_) notes_.emplace(environment_);
  return *notes_;
}

bool LfsRequest::IsFromAgent() const {
  return caller_ && !caller_->asks_itself && NamesOnlyHub(request_);
}

Result<TokenRequest> LfsRequest::Wanted(const Endpoint& hub) const {
  if (!IsFromAgent()) {
    return TokenRequest{hub, request_.Find(field::kUsername),
                        request_.Find(field::kPath)};
  }
  if (!note_ || note_->hub != hub.url()) {
    return Error{Problem::kRefused,
                 "a program that git-lfs runs gets no token for " + hub.url() +
                     ", because git-lfs itself got none for it",
                 "if the large files are on this Hub, 'git-credential-hf "
                 "configure' makes git-lfs ask for them"};
  }
  return TokenRequest{hub, note_->username, note_->path};
}

bool LfsRequest::GotBefore(const TokenChoice& choice) const {
  if (!note_) return false;
  return note_->name.empty() ? note_->origin == choice.origin
                             : note_->name == choice.name;
}

void LfsRequest::NoteAnswer(const Endpoint& hub, const TokenChoice& choice) {
  if (!caller_ || !caller_->asks_itself) return;
  LfsNote note;
  note.hub = hub.url();
  note.path = std::optional<std::string>(Given(request_, field::kPath));
  note.username = std::optional<std::string>(Given(request_, field::kUsername));
  note.name = choice.name;
  note.origin = choice.origin;
  notes().Write(caller_->id, note);
}

void LfsRequest::NoteNoAnswer() {
  if (caller_ && caller_->asks_itself) notes().Remove(caller_->id);
}

void LfsRequest::NoteOtherHost(const Environment& environment,
                               const Record& request) {
  const bool has_notes = LfsNotes(environment).exist();
  if (has_notes) LfsRequest(environment, request).NoteNoAnswer();
}

bool LfsRequest::NoteRejection() {
  if (!caller_) caller_ = FindLfsCaller(LfsSearch::kAny);
  if (!caller_) return false;
  LfsNote note;
  note.rejected = true;
  notes().Write(caller_->id, note);
  return caller_->asks_itself;
}

}  // namespace hf
