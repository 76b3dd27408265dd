// SPDX-License-Identifier: Apache-2.0
#include "src/store/refresh_journal.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/files/durable_write.h"
#include "src/files/secret_directory.h"
#include "src/files/secret_file.h"
#include "src/hub/access_token.h"
#include "src/store/store_paths.h"
#include "src/system/path.h"
#include "src/text/fingerprint.h"
#include "src/text/record.h"

namespace hf {
namespace {

/// Enough bytes for three tokens of the greatest length and the other fields.
constexpr std::size_t kRoom = 32 << 10;

/// The last field of the record: without it nothing in the record counts.
constexpr std::string_view kComplete = "complete";

/// Stricter than for the store: users have no reason to link this file or to
/// share it with other users.
bool IsPrivateFile(const struct stat& facts) {
  constexpr mode_t kOthers = 077;
  return S_ISREG(facts.st_mode) && facts.st_uid == geteuid() &&
         facts.st_nlink == 1 && (facts.st_mode & kOthers) == 0 &&
         static_cast<std::size_t>(facts.st_size) <= kRoom;
}

std::optional<SecretString> ReadPrivateFile(const std::string& path) {
  const UniqueFd file(open(
      path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  struct stat facts;
  if (!file.ok() || fstat(file.get(), &facts) != 0 || !IsPrivateFile(facts)) {
    return std::nullopt;
  }
  SecretString text(static_cast<std::size_t>(facts.st_size), '\n');
  std::size_t done = 0;
  while (done < text.size()) {
    const ssize_t count = pread(file.get(), text.data() + done,
                                text.size() - done, static_cast<off_t>(done));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return std::nullopt;
    done += static_cast<std::size_t>(count);
  }
  return text;
}

std::optional<StoredToken> TokenIn(const Record& record) {
  const auto old = record.Find(field::kPreviousPassword),
             token = record.Find(field::kPassword),
             refresh = record.Find(field::kOauthRefreshToken);
  if (record.Find(kComplete) != "1" || !old || !token || !refresh) {
    return std::nullopt;
  }
  if (!IsToken(*old) || !IsToken(*token) || !IsRefreshToken(*refresh)) {
    return std::nullopt;
  }
  StoredToken renewed;
  renewed.previous_token = *old;
  renewed.token = *token;
  renewed.refresh_token = *refresh;
  renewed.endpoint = record.Find(field::kEndpoint);
  renewed.expires_at =
      ParseSeconds(record.Find(field::kPasswordExpiryUtc).value_or(""));
  renewed.lifetime = ParseSeconds(record.Find(field::kLifetime).value_or(""));
  if (!renewed.endpoint || !renewed.expires_at) return std::nullopt;
  return renewed;
}

Result<RecordWriter> RecordOf(const StoredToken& renewed) {
  const bool is_whole =
      renewed.previous_token && renewed.refresh_token && renewed.expires_at &&
      renewed.endpoint && IsToken(*renewed.previous_token) &&
      IsToken(renewed.token) && IsRefreshToken(*renewed.refresh_token);
  if (!is_whole) {
    return Error{Problem::kRefused, "the Hub's answer cannot be saved"};
  }
  RecordWriter record;
  record.Add(field::kEndpoint, *renewed.endpoint);
  record.Add(field::kPreviousPassword, *renewed.previous_token);
  record.Add(field::kPassword, renewed.token);
  record.Add(field::kOauthRefreshToken, *renewed.refresh_token);
  record.Add(field::kPasswordExpiryUtc, std::to_string(*renewed.expires_at));
  if (renewed.lifetime) {
    record.Add(field::kLifetime, std::to_string(*renewed.lifetime));
  }
  record.Add(kComplete, "1");
  return record;
}

/// Like WriteDurably(), from the start of the file.
Result<void> Overwrite(int fd, std::string_view text, const std::string& path) {
  off_t at = 0;
  while (!text.empty()) {
    const ssize_t count = pwrite(fd, text.data(), text.size(), at);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return FileError("write", path, errno);
    text.remove_prefix(static_cast<std::size_t>(count));
    at += count;
  }
  if (fsync(fd) != 0) return FileError("write", path, errno);
  return {};
}

}  // namespace

RefreshJournal RefreshJournal::Beside(const StorePaths& paths) {
  return {DirectoryOf(paths.tokens), ".git_credential_hf.refresh"};
}

RefreshJournal RefreshJournal::In(const std::string& directory,
                                  const StorePaths& paths) {
  return {directory, "git-credential-hf-refresh." + Fingerprint(paths.tokens)};
}

std::string RefreshJournal::path() const { return JoinPath(directory_, name_); }

bool RefreshJournal::Exists() const {
  struct stat facts;
  return lstat(path().c_str(), &facts) == 0;
}

std::optional<StoredToken> RefreshJournal::Read() const {
  std::optional<SecretString> text = ReadPrivateFile(path());
  if (!text) return std::nullopt;
  const Result<Record> record = ParseRecord(std::move(*text));
  return record.ok() ? TokenIn(record.value()) : std::nullopt;
}

Result<void> RefreshJournal::Prepare() {
  Result<SecretDirectory> directory = SecretDirectory::Open(directory_);
  if (!directory.ok()) return directory.error();
  const int folder = directory.value().fd();
  if (unlinkat(folder, name_.c_str(), 0) != 0 && errno != ENOENT) {
    return FileError("replace", path(), errno);
  }
  file_.Reset(openat(folder, name_.c_str(),
                     O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                     S_IRUSR | S_IWUSR));
  if (!file_.ok()) return FileError("create", path(), errno);
  // Blank lines are an empty record. They reserve the disk space for Fill().
  Result<void> written =
      WriteDurably(file_.get(), SecretString(kRoom, '\n'), path());
  if (written.ok() && fsync(folder) != 0) {
    written = FileError("write", directory_, errno);
  }
  if (!written.ok()) unlinkat(folder, name_.c_str(), 0);
  return written;
}

Result<void> RefreshJournal::Fill(const StoredToken& renewed) const {
  Result<RecordWriter> record = RecordOf(renewed);
  if (!record.ok()) return record.error();
  SecretString text(record.value().text());
  text += '\n';
  if (text.size() > kRoom) {
    return Error{Problem::kRefused, "the Hub's answer is too long"};
  }
  return Overwrite(file_.get(), text, path());
}

Result<void> RefreshJournal::Remove() const {
  if (unlink(path().c_str()) != 0 && errno != ENOENT && errno != ENOTDIR) {
    return FileError("remove", path(), errno);
  }
  return {};
}

}  // namespace hf
