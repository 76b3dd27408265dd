// SPDX-License-Identifier: Apache-2.0
// What a request has to do with a running git-lfs.
//
// git-lfs asks with the path of its repository. A transfer agent that it runs,
// such as git-xet, renews its access during a long upload with `git credential
// fill` for the Hub alone: without path and user name, so that neither an owner
// rule nor a name in the remote's URL would apply. It gets the token that its
// git-lfs got last. It gets none when this git-lfs asked about another host: a
// repository can send git-lfs to any server (.lfsconfig), and the agent would
// send the token there.

#ifndef HF_SRC_HELPER_LFS_REQUEST_H_
#define HF_SRC_HELPER_LFS_REQUEST_H_

#include <optional>

#include "hf/result.h"
#include "src/helper/lfs_caller.h"
#include "src/helper/lfs_notes.h"
#include "src/lookup/token_choice.h"
#include "src/text/record.h"

namespace hf {

class LfsRequest {
 public:
  /// Looks for a git-lfs, and for the note on it. Beside a request for only the
  /// Hub, that is one read when git itself asks. \a request outlives this.
  LfsRequest(const Environment& environment, const Record& request);

  /// True when the Hub has just rejected the token of this git-lfs.
  bool IsRetry() const { return note_ && note_->rejected; }

  /// True when a transfer agent asks, with neither path nor user name.
  bool IsFromAgent() const;

  /// What to choose the token for: what \a request says, or, for an agent, what
  /// its git-lfs asked last. Fails with kRefused when that was not about
  /// \a hub, or when it got no token.
  Result<TokenRequest> Wanted(const Endpoint& hub) const;

  /// The name of the token that git-lfs got last; empty when it has none.
  std::string name() const { return note_ ? note_->name : std::string(); }

  /// True when \a choice is the token that git-lfs got last.
  bool GotBefore(const TokenChoice& choice) const;

  /// Notes that git-lfs gets \a choice for \a hub. Does nothing for another
  /// program.
  void NoteAnswer(const Endpoint& hub, const TokenChoice& choice);

  /// Notes that git-lfs gets no token for what it asks.
  void NoteNoAnswer();

  /// As NoteNoAnswer(), for a \a request that is about no Hub. Quick when there
  /// is no note.
  static void NoteOtherHost(const Environment& environment,
                            const Record& request);

  /// Notes that the Hub rejected the token of this git-lfs, and that the helper
  /// keeps the token. True when git-lfs itself had it, not a program that it
  /// runs.
  bool NoteRejection();

 private:
  LfsNotes& notes();  ///< Opened at the first use: most requests need none.

  Environment environment_;
  const Record& request_;
  std::optional<LfsNotes> notes_;
  std::optional<LfsCaller> caller_;
  std::optional<LfsNote> note_;
};

}  // namespace hf

#endif  // HF_SRC_HELPER_LFS_REQUEST_H_
