// SPDX-License-Identifier: Apache-2.0
// The sections of git's configuration that make git run this helper for a Hub.
//
// How `configure` and `unconfigure` change a configuration file:
// 1. git writes the section of each Hub into an empty scratch file, so that
//    quoting and layout are git's own: SectionText().
// 2. Older sections of these Hubs are removed from the file's text, and the new
//    ones are appended, after all other helpers: RemoveHelper(), WithLines().
//    All other bytes stay as they are.
// 3. git reads the new text from stdin. All other settings must be the same as
//    before: IsSameBut().
// 4. The text replaces the file under git's own lock, unless the file was
//    changed since step 2; then the steps start again: ReplaceConfigFile().
// 5. git reads the file. If it does not see the settings, the old bytes are
//    written back: AddHelper().
// `unconfigure` removes exactly these sections, so that the file has the same
// bytes as before `configure`. A section of its own records if the file did not
// exist or had no line end: WithoutMarks(). If the user has edited a section,
// git removes its settings by name instead.

#ifndef HF_SRC_ACCOUNT_CONFIGURE_HELPER_SECTIONS_H_
#define HF_SRC_ACCOUNT_CONFIGURE_HELPER_SECTIONS_H_

#include <string>
#include <vector>

#include "src/account/git/config.h"
#include "src/account/git/git.h"
#include "src/hub/endpoint.h"

namespace hf {

/// A Hub's URL and the helper that git must run for it.
struct HelperSection {
  std::string url;     ///< As in `credential.<url>.helper`.
  std::string helper;  ///< The value of that key.

  bool operator==(const HelperSection&) const = default;
};

using HelperSections = std::vector<HelperSection>;

/// The sections for \a endpoints and the helper that is installed as
/// \a program. The official Hub has two URLs, which come first.
HelperSections HelperSectionsFor(const std::string& program,
                                 const std::vector<Endpoint>& endpoints);

/// The sections in \a entries that `configure` has written, for any program.
HelperSections FindHelperSections(const std::vector<ConfigEntry>& entries);

/// The Hubs for which \a entries configure this helper as `configure` and
/// `login` do. A `helper` whose --endpoint is not its section's URL does not
/// count.
std::vector<Endpoint> HubsIn(const std::vector<ConfigEntry>& entries);

/// The Hubs to which tokens may go when git has \a entries: the official Hub,
/// then HubsIn(\a entries).
std::vector<Endpoint> ConfiguredHubs(const std::vector<ConfigEntry>& entries);

/// True when HubsIn() finds \a hub in git's system or global configuration;
/// false also when git cannot read them.
bool IsConfiguredGlobally(const Environment& environment, const Endpoint& hub);

/// The text that git writes for \a hub into an empty file: an empty `helper`,
/// so that the helpers before it do not get the Hub's tokens, then this helper,
/// and `useHttpPath`, without which git-lfs sends no path. One header and three
/// lines.
Result<std::string> SectionText(const Git& git, const HelperSection& hub);

/// The text of all \a hubs, each followed by its ProactiveSectionText() if its
/// URL is one of \a proactive.
Result<std::string> SectionText(const Git& git, const HelperSections& hubs,
                                const std::vector<std::string>& proactive);

/// The text that makes git 2.46 and later send the token for \a url with its
/// first request: `http.<url>.proactiveAuth`. One header and one line, which
/// has a comment with this program's name, so that a line of the user is never
/// removed.
Result<std::string> ProactiveSectionText(const Git& git,
                                         const std::string& url);

/// The key of that setting, as `git config --list` prints it.
std::string ProactiveKey(const std::string& url);
inline constexpr std::string_view kProactive = "auto";

/// True when git, with \a entries, runs only this helper for each of \a hubs,
/// after a reset. git before 2.46 sends the password also to the helpers that
/// come after this one.
bool AreConfigured(const std::vector<ConfigEntry>& entries,
                   const HelperSections& hubs);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_CONFIGURE_HELPER_SECTIONS_H_
