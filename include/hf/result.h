// SPDX-License-Identifier: Apache-2.0
// The results of calls that can fail: a value, or an Error with a hint on what
// to do next.

#ifndef HF_RESULT_H_
#define HF_RESULT_H_

#include <string>
#include <utility>
#include <variant>

namespace hf {

/// The kind of an error, by what the caller can do about it.
enum class Problem {
  kUsage,        ///< The command line or the environment is wrong.
  kNoSuchToken,  ///< No token has that name, or the user has no token.
  kRefused,      ///< A rule, the Hub or the kernel refused. A retry fails too.
  kUnavailable,  ///< A program, lock or service is missing. Try later.
  kUnreachable,  ///< The Hub did not answer, or not as expected. Try again.
  kCorrupt,      ///< The content of a file is wrong. The user must repair it.
};

struct Error {
  Problem problem;
  std::string message;  ///< One clause that names the file, host or verb.
  std::string hint{};   ///< What the user can try next; empty when not known.
};

/// A value, or the Error that happened instead. Absence is not an error: a call
/// that may find nothing returns a Result of an optional.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}      // NOLINT: meant to convert
  Result(Error error) : state_(std::move(error)) {}  // NOLINT: meant to convert

  bool ok() const { return std::holds_alternative<T>(state_); }

  /// Only when ok().
  const T& value() const& { return std::get<T>(state_); }
  T& value() & { return std::get<T>(state_); }
  T&& value() && { return std::get<T>(std::move(state_)); }

  /// Only when not ok().
  const Error& error() const { return std::get<Error>(state_); }

 private:
  std::variant<T, Error> state_;
};

/// Success, or the Error that happened.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error)  // NOLINT: meant to convert
      : failed_(true), error_(std::move(error)) {}

  bool ok() const { return !failed_; }

  /// Only when not ok().
  const Error& error() const { return error_; }

 private:
  bool failed_ = false;
  Error error_{Problem::kRefused, {}, {}};
};

}  // namespace hf

#endif  // HF_RESULT_H_
