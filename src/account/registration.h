// SPDX-License-Identifier: Apache-2.0
// Our lines in a git configuration file: what they are, whether they are there,
// and how a file looks with and without them.

#ifndef HF_SRC_ACCOUNT_REGISTRATION_H_
#define HF_SRC_ACCOUNT_REGISTRATION_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "src/account/git.h"

namespace hf {

/// One Hub URL and the helper that git is to ask about it.
struct HubRegistration {
  std::string url;     ///< As in `credential.<url>.helper`.
  std::string helper;  ///< The value of that key, as git takes it.
};

/// The registrations of the official Hub's two URLs and of \a endpoints, for
/// the helper installed as \a program.
std::vector<HubRegistration> RegistrationsFor(
    const std::string& program, const std::vector<Endpoint>& endpoints);

/// True when \a helper, the value of a `helper` key, runs a git-credential-hf,
/// this one or one that was installed elsewhere.
bool IsOurHelper(std::string_view helper);

/// What git itself writes for \a hubs into an empty file: for each an empty
/// `helper`, which keeps the helpers before it from seeing the Hub's tokens,
/// then ours, and `useHttpPath`, without which git-lfs sends no path.
Result<std::string> LinesFor(const Git& git,
                             const std::vector<HubRegistration>& hubs);

/// \a text with \a lines at its end, where no other helper comes after ours:
/// git before 2.46 gives those a copy of the password. Nothing is a file that
/// does not exist. What undoing must know is kept in a section of our own.
std::string WithLines(const std::optional<std::string>& text,
                      const std::string& lines);

/// The opposite: without our lines for \a urls. Lines that somebody added to
/// our sections stay. Nothing when the file was not there before us and nothing
/// else is in it.
std::optional<std::string> WithoutLines(const std::string& text,
                                        const std::vector<std::string>& urls);

/// The keys and values of a configuration file, in its order.
struct ConfigEntry {
  std::string key, value;
};

/// What git reads in the file \a path. Fails with kCorrupt when it cannot.
Result<std::vector<ConfigEntry>> EntriesOf(const Git& git,
                                           const std::string& path);

/// True when \a entries ask \a hub's helper last, after a reset.
bool IsRegistered(const std::vector<ConfigEntry>& entries,
                  const HubRegistration& hub);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_REGISTRATION_H_
