// SPDX-License-Identifier: Apache-2.0
#include "src/keyring/item.h"

#include <string.h>

#include <algorithm>
#include <iterator>
#include <string_view>

#include "src/keyring/error.h"

namespace hf {
namespace {

constexpr char kSchemaName[] = "co.huggingface.GitCredentialHf.Token";
constexpr char kEndpoint[] = "endpoint", kName[] = "name",
               kAccount[] = "account";

/// Attributes that KeePassXC adds to each item.
constexpr std::string_view kKeePassXcAttributes[] = {
    "Notes", "Path", "Title", "URL", "UserName", "Uuid"};

bool IsAddedByService(std::string_view attribute) {
  return attribute.starts_with("xdg:") ||
         std::find(std::begin(kKeePassXcAttributes),
                   std::end(kKeePassXcAttributes),
                   attribute) != std::end(kKeePassXcAttributes);
}

const char* Attribute(GHashTable* attributes, const char* key) {
  const void* value = g_hash_table_lookup(attributes, key);
  return value ? static_cast<const char*>(value) : "";
}

}  // namespace

const SecretSchema& ItemSchema() {
  static const SecretSchema schema = {
      kSchemaName,
      SECRET_SCHEMA_NONE,
      {{kEndpoint, SECRET_SCHEMA_ATTRIBUTE_STRING},
       {kName, SECRET_SCHEMA_ATTRIBUTE_STRING},
       {kAccount, SECRET_SCHEMA_ATTRIBUTE_STRING},
       {nullptr, SECRET_SCHEMA_ATTRIBUTE_STRING}},
      0,
      nullptr,
      nullptr,
      nullptr,
      nullptr,
      nullptr,
      nullptr,
      nullptr};
  return schema;
}

TablePointer AttributesOf(const ItemName& name) {
  return TablePointer(secret_attributes_build(
      &ItemSchema(), kEndpoint, name.endpoint.c_str(), kName, name.name.c_str(),
      kAccount, name.account.c_str(), nullptr));
}

TablePointer AttributesOfHub(const std::string& endpoint) {
  return TablePointer(secret_attributes_build(&ItemSchema(), kEndpoint,
                                              endpoint.c_str(), nullptr));
}

bool IsOwnItem(SecretItem* item) {
  const TablePointer attributes(secret_item_get_attributes(item));
  if (!attributes ||
      strcmp(Attribute(attributes.get(), "xdg:schema"), kSchemaName) != 0) {
    return false;
  }
  GHashTableIter at;
  g_hash_table_iter_init(&at, attributes.get());
  void* key = nullptr;
  unsigned own = 0;
  while (g_hash_table_iter_next(&at, &key, nullptr)) {
    const std::string_view name = static_cast<const char*>(key);
    if (IsAddedByService(name)) continue;
    if (name != kEndpoint && name != kName && name != kAccount) return false;
    ++own;
  }
  return own == 3;
}

ItemName NameOf(SecretItem* item) {
  const TablePointer attributes(secret_item_get_attributes(item));
  return {Attribute(attributes.get(), kEndpoint),
          Attribute(attributes.get(), kName),
          Attribute(attributes.get(), kAccount)};
}

Result<KeyringSecret> SecretOf(SecretItem* item) {
  const ValuePointer value(secret_item_get_secret(item));
  if (!value) return Unavailable("the keyring gave no secret");
  gsize size = 0;
  const char* text = secret_value_get(value.get(), &size);
  return ParseSecret(SecretString(text, size));
}

std::string LabelOf(const ItemName& name) {
  std::string label = "Hugging Face token '" + name.name + "'";
  if (!name.account.empty()) label += " of " + name.account;
  return label + " (" + name.endpoint + ")";
}

bool ContainsSecret(const ItemName& name, const KeyringSecret& secret) {
  for (const std::string* text : {&name.endpoint, &name.name, &name.account}) {
    if (text->find(std::string_view(secret.token)) != text->npos) return true;
    if (secret.refresh_token &&
        text->find(std::string_view(*secret.refresh_token)) != text->npos) {
      return true;
    }
  }
  return false;
}

}  // namespace hf
