// SPDX-License-Identifier: Apache-2.0
// How fallible calls answer: a value, or one Error that says what to do next.

#ifndef HF_RESULT_H_
#define HF_RESULT_H_

#include <string>
#include <utility>
#include <variant>

namespace hf {

/// Sorted by what the caller can do about it.
enum class Problem {
  kUsage,        ///< The command line or the environment makes no sense.
  kNoSuchToken,  ///< No token of that name, or nobody is logged in.
  kRefused,      ///< A rule, the Hub or the kernel said no. Not worth a retry.
  kUnavailable,  ///< A program, lock or service is missing. Later may help.
  kUnreachable,  ///< The Hub did not answer, or not to the point. Try again.
  kCorrupt,      ///< A file is not what we wrote. A person has to look at it.
};

struct Error {
  Problem problem;
  std::string message;  ///< One clause that names the file, host or verb.
  std::string hint{};   ///< What to try next; empty when we do not know.
};

/// Either a value or the Error that kept us from it. Absence is not an error:
/// calls that may find nothing answer with a Result of an optional.
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

/// Done, or the Error that kept us from it.
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
