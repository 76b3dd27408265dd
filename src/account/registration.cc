// SPDX-License-Identifier: Apache-2.0
#include "src/account/registration.h"

#include <algorithm>

#include "src/account/scratch_file.h"

namespace hf {
namespace {

constexpr std::string_view kProgram = "git-credential-hf";
constexpr std::string_view kOfficialUrls[] = {"https://huggingface.co",
                                              "https://hf.co"};
constexpr std::string_view kResetLine = "\thelper = \n";
constexpr std::string_view kPathLine = "\tuseHttpPath = true\n";

// Two facts that undoing could not know otherwise.
constexpr std::string_view kWasUnterminated =
    "[git-credential-hf]\n\tfileWas = unterminated\n";
constexpr std::string_view kWasAbsent =
    "[git-credential-hf]\n\tfileWas = absent\n";

/// \a path as a shell takes it literally; git gives helpers to a shell.
std::string ShellWord(std::string_view path) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._-+@%";
  if (path.find_first_not_of(kPlain) == path.npos) return std::string(path);
  std::string word = "!'";
  for (char byte : path) {
    if (byte == '\'') {
      word += "'\\''";
    } else {
      word += byte;
    }
  }
  return word + "'";
}

std::vector<std::string_view> Lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::size_t size = end == text.npos ? text.size() : end + 1;
    lines.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

bool IsHelperLine(std::string_view line) {
  constexpr std::string_view kStart = "\thelper = ";
  return line.starts_with(kStart) && IsOurHelper(line.substr(kStart.size()));
}

/// How many of \a lines, from \a at, are ours for the section \a header; 0 when
/// none are. The header is ours too unless something else is below it.
struct OurLines {
  std::size_t first = 0, count = 0;
};

OurLines FindOurLines(const std::vector<std::string_view>& lines,
                      std::size_t at, const std::string& header) {
  if (at + 3 >= lines.size() || lines[at] != header) return {};
  if (lines[at + 1] != kResetLine || !IsHelperLine(lines[at + 2]) ||
      lines[at + 3] != kPathLine) {
    return {};
  }
  const bool alone = at + 4 >= lines.size() || lines[at + 4].starts_with('[');
  return alone ? OurLines{at, 4} : OurLines{at + 1, 3};
}

std::string WithoutSections(const std::string& text,
                            const std::vector<std::string>& urls) {
  const std::vector<std::string_view> lines = Lines(text);
  std::string rest;
  for (std::size_t at = 0; at < lines.size();) {
    OurLines ours;
    for (const std::string& url : urls) {
      ours = FindOurLines(lines, at, "[credential \"" + url + "\"]\n");
      if (ours.count > 0) break;
    }
    if (ours.count == 0) {
      rest += lines[at++];
      continue;
    }
    if (ours.first > at) rest += lines[at];
    at = ours.first + ours.count;
  }
  return rest;
}

/// Takes \a mark out of \a text, unless one of our sections still stands behind
/// it. True when it was there and went.
bool TakeMark(std::string_view mark, std::string& text) {
  const std::size_t at = text.find(mark);
  if (at == text.npos) return false;
  const std::string_view behind =
      std::string_view(text).substr(at + mark.size());
  if (behind.starts_with("[credential \"http")) return false;
  text.erase(at, mark.size());
  return true;
}

}  // namespace

std::vector<HubRegistration> RegistrationsFor(
    const std::string& program, const std::vector<Endpoint>& endpoints) {
  const std::string command = ShellWord(program);
  std::vector<HubRegistration> hubs;
  for (std::string_view url : kOfficialUrls) {
    hubs.push_back({std::string(url), command});
  }
  for (const Endpoint& endpoint : endpoints) {
    if (endpoint.is_official()) continue;
    HubRegistration hub{endpoint.url(),
                        command + " --endpoint " + endpoint.url()};
    const auto same = [&](const HubRegistration& other) {
      return other.url == hub.url;
    };
    if (std::none_of(hubs.begin(), hubs.end(), same)) hubs.push_back(hub);
  }
  return hubs;
}

bool IsOurHelper(std::string_view helper) {
  for (std::size_t at = helper.find(kProgram); at != helper.npos;
       at = helper.find(kProgram, at + 1)) {
    const std::size_t end = at + kProgram.size();
    const bool begins = at > 0 && helper[at - 1] == '/';
    const bool ends =
        end == helper.size() ||
        std::string_view(" '\"\n").find(helper[end]) != std::string_view::npos;
    if (begins && ends) return true;
  }
  return false;
}

Result<std::string> LinesFor(const Git& git,
                             const std::vector<HubRegistration>& hubs) {
  Result<ScratchFile> file = ScratchFile::Make("");
  if (!file.ok()) return file.error();
  const std::string& path = file.value().path();
  for (const HubRegistration& hub : hubs) {
    const std::string section = "credential." + hub.url + ".";
    const std::vector<std::string> settings[] = {
        {"--add", section + "helper", ""},
        {"--add", section + "helper", hub.helper},
        {section + "useHttpPath", "true"}};
    for (const auto& setting : settings) {
      std::vector<std::string> arguments = {"config", "--file", path};
      arguments.insert(arguments.end(), setting.begin(), setting.end());
      Result<ChildAnswer> answer = git.Run(arguments);
      if (!answer.ok()) return answer.error();
      if (answer.value().status != 0) {
        return Error{Problem::kRefused,
                     "git does not take the setting '" + setting[1] + "'"};
      }
    }
  }
  return file.value().Read();
}

std::string WithLines(const std::optional<std::string>& text,
                      const std::string& lines) {
  if (!text) return std::string(kWasAbsent) + lines;
  if (text->empty() || text->ends_with('\n')) return *text + lines;
  return *text + "\n" + std::string(kWasUnterminated) + lines;
}

std::optional<std::string> WithoutLines(const std::string& text,
                                        const std::vector<std::string>& urls) {
  std::string rest = WithoutSections(text, urls);
  if (rest == text) return rest;
  const bool at_end = rest.ends_with(kWasUnterminated);
  if (TakeMark(kWasUnterminated, rest) && at_end) {
    rest.pop_back();  // The line end that we added.
  }
  if (TakeMark(kWasAbsent, rest) && rest.empty()) return std::nullopt;
  return rest;
}

Result<std::vector<ConfigEntry>> EntriesOf(const Git& git,
                                           const std::string& path) {
  Result<ChildAnswer> answer =
      git.Run({"config", "--file", path, "--null", "--list"});
  if (!answer.ok()) return answer.error();
  if (answer.value().status != 0) {
    return Error{Problem::kCorrupt, "git cannot read '" + path + "'",
                 "see 'git config --file " + path + " --list'"};
  }
  std::vector<ConfigEntry> entries;
  for (const std::string& entry : SplitAtNul(answer.value().output)) {
    const std::size_t end = std::min(entry.find('\n'), entry.size());
    entries.push_back({entry.substr(0, end),
                       end < entry.size() ? entry.substr(end + 1) : ""});
  }
  return entries;
}

bool IsRegistered(const std::vector<ConfigEntry>& entries,
                  const HubRegistration& hub) {
  std::vector<std::string> helpers;
  std::string use_path;
  for (const ConfigEntry& entry : entries) {
    if (entry.key == "credential.helper" ||
        entry.key == "credential." + hub.url + ".helper") {
      helpers.push_back(entry.value);
    } else if (entry.key == "credential." + hub.url + ".usehttppath") {
      use_path = entry.value;
    }
  }
  const std::size_t count = helpers.size();
  return count >= 2 && helpers[count - 1] == hub.helper &&
         helpers[count - 2].empty() && use_path == "true";
}

}  // namespace hf
