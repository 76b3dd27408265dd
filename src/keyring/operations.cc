// SPDX-License-Identifier: Apache-2.0
#include "src/keyring/operations.h"

#include <string>

#include "src/protocol/keyring_program.h"
#include "src/store/token_store.h"
#include "src/text/message.h"
#include "src/text/utf8.h"

namespace hf {
namespace {

Error Incomplete() {
  return {Problem::kUsage, "the request does not name a token",
          "give endpoint=URL, name=NAME and, if it is known, account=NAME"};
}

bool IsAttribute(std::string_view text) {
  return !text.empty() && IsUtf8(text);
}

Result<ItemName> NameIn(const Record& request) {
  ItemName name{std::string(request.Find(field::kEndpoint).value_or("")),
                std::string(request.Find(field::kName).value_or("")),
                std::string(request.Find(field::kAccount).value_or(""))};
  const bool known = IsAttribute(name.endpoint) && IsAttribute(name.name) &&
                     (name.account.empty() || IsAttribute(name.account));
  if (!known) return Incomplete();
  return name;
}

void AddName(const ItemName& name, RecordWriter& answer) {
  answer.Add(field::kEndpoint, name.endpoint);
  answer.Add(field::kName, name.name);
  answer.Add(field::kAccount, name.account);
}

Error NoSuchItem() {
  return {Problem::kNoSuchToken, "the keyring has no such token",
          "log in again with 'git-credential-hf login --keyring --force'"};
}

Result<void> Get(const Keyring& keyring, const Record& request,
                 RecordWriter& answer) {
  const Result<ItemName> name = NameIn(request);
  if (!name.ok()) return name.error();
  const auto secret = keyring.Find(name.value());
  if (!secret.ok()) return secret.error();
  if (!secret.value()) return NoSuchItem();
  AddSecret(*secret.value(), answer);
  return {};
}

Result<void> Store(const Keyring& keyring, const Record& request,
                   RecordWriter&) {
  const Result<ItemName> name = NameIn(request);
  if (!name.ok()) return name.error();
  const Result<KeyringSecret> secret = SecretIn(request);
  if (!secret.ok()) return secret.error();
  return keyring.Keep(name.value(), secret.value());
}

Result<void> Erase(const Keyring& keyring, const Record& request,
                   RecordWriter&) {
  const Result<ItemName> name = NameIn(request);
  if (!name.ok()) return name.error();
  const Result<bool> forgotten = keyring.Forget(name.value());
  if (!forgotten.ok()) return forgotten.error();
  return forgotten.value() ? Result<void>() : NoSuchItem();
}

Result<void> Find(const Keyring& keyring, const Record& request,
                  RecordWriter& answer) {
  const std::string endpoint(request.Find(field::kEndpoint).value_or(""));
  const auto token = request.Find(field::kPassword);
  if (!IsAttribute(endpoint) || !token) {
    return Error{Problem::kUsage, "the request has no endpoint or no password"};
  }
  const auto name = keyring.FindToken(endpoint, *token);
  if (!name.ok()) return name.error();
  if (!name.value()) return NoSuchItem();
  AddName(*name.value(), answer);
  return {};
}

Result<void> List(const Keyring& keyring, const Record&, RecordWriter& answer) {
  const auto names = keyring.Names();
  if (!names.ok()) return names.error();
  for (const ItemName& name : names.value()) AddName(name, answer);
  return {};
}

Result<void> Check(const Keyring& keyring, const Record&,
                   RecordWriter& answer) {
  const Result<std::string> label = keyring.DefaultLabel();
  if (!label.ok()) return label.error();
  answer.Add(field::kKeyring, EscapeForTerminal(label.value()));
  return {};
}

constexpr KeyringOperation kOperations[] = {
    {kKeyringCheck, false, "print the name of the default keyring, unlocked",
     Check},
    {kKeyringList, false, "print endpoint, name and account of each token",
     List},
    {kKeyringGet, true, "print a token and what belongs to it", Get},
    {kKeyringFind, true, "find the token with this password and endpoint",
     Find},
    {kKeyringStore, true, "save a token", Store},
    {kKeyringErase, true, "remove a token", Erase},
};

}  // namespace

const KeyringOperation* FindKeyringOperation(std::string_view name) {
  for (const KeyringOperation& operation : kOperations) {
    if (operation.name == name) return &operation;
  }
  return nullptr;
}

std::string KeyringUsage() {
  std::string text =
      "usage: keyring OPERATION\n"
      "Uses the Secret Service for git-credential-hf, which runs it.\n\n";
  for (const KeyringOperation& operation : kOperations) {
    std::string line = "  " + std::string(operation.name);
    line.resize(10, ' ');
    text += line + std::string(operation.summary) + "\n";
  }
  return text +
         "\nAll but the first two read a record on stdin, such as\n"
         "  endpoint=https://huggingface.co\n"
         "  name=laptop\n"
         "  account=alice\n"
         "up to an empty line. The option --unlock lets the service open its "
         "dialog.\n"
         "Exit status: 0 done, 1 failed, 2 usage, 3 no such token.\n";
}

}  // namespace hf
