// SPDX-License-Identifier: Apache-2.0
// What makes git ask us about a Hub: the settings, as git itself writes them.

#ifndef HF_SRC_ACCOUNT_CONFIGURE_HELPER_SECTIONS_H_
#define HF_SRC_ACCOUNT_CONFIGURE_HELPER_SECTIONS_H_

#include <string>
#include <vector>

#include "src/account/git/config.h"
#include "src/account/git/git.h"
#include "src/hub/endpoint.h"

namespace hf {

/// One Hub URL and the helper that git is to ask about it.
struct HelperSection {
  std::string url;     ///< As in `credential.<url>.helper`.
  std::string helper;  ///< The value of that key, as git takes it.

  bool operator==(const HelperSection&) const = default;
};

using Registrations = std::vector<HelperSection>;

/// Those of \a endpoints and no others, for the helper installed as \a program.
/// The official Hub has two URLs, which come first.
Registrations RegistrationsFor(const std::string& program,
                               const std::vector<Endpoint>& endpoints);

/// Those that `configure` once wrote among \a entries, for any program.
Registrations RegistrationsIn(const std::vector<ConfigEntry>& entries);

/// The Hubs that \a entries register for our helper: those whose setting is
/// what `configure` and `login` write for that URL. A helper for another Hub,
/// which somebody put there, registers none.
std::vector<Endpoint> HubsIn(const std::vector<ConfigEntry>& entries);

/// The Hubs that tokens may go to when git has \a entries: the official one,
/// then HubsIn() them.
std::vector<Endpoint> RegisteredHubs(const std::vector<ConfigEntry>& entries);

/// True when HubsIn() finds \a hub in git's system or global configuration;
/// false also when git does not say.
bool IsConfiguredGlobally(const Environment& environment, const Endpoint& hub);

/// What git itself writes for \a hub into an empty file: an empty `helper`,
/// which keeps the helpers before it from seeing the Hub's tokens, then ours,
/// and `useHttpPath`, without which git-lfs sends no path. One header, three
/// lines.
Result<std::string> SectionText(const Git& git, const HelperSection& hub);

/// The same for all of \a hubs, and ProactiveLinesFor() those of them whose URL
/// is one of \a proactive.
Result<std::string> SectionText(const Git& git, const Registrations& hubs,
                                const std::vector<std::string>& proactive);

/// What makes git 2.46 and later send the token for \a url with its first
/// request: `http.<url>.proactiveAuth`. One header and a line that says whose
/// it is, so that nobody else's is taken for ours.
Result<std::string> ProactiveLinesFor(const Git& git, const std::string& url);

/// The key of that setting, as git lists it.
std::string ProactiveKey(const std::string& url);
inline constexpr std::string_view kProactive = "auto";

/// True when \a entries make git ask the helper of each of \a hubs last, after
/// a reset: git before 2.46 gives a helper after ours a copy of the password.
bool AreConfigured(const std::vector<ConfigEntry>& entries,
                   const Registrations& hubs);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_CONFIGURE_HELPER_SECTIONS_H_
