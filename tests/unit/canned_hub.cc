// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/canned_hub.h"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

namespace hf {
namespace {

/// The bytes of the body that the headers of \a request announce.
std::size_t BodySize(const std::string& request) {
  constexpr std::string_view kHeader = "Content-Length: ";
  const std::size_t at = request.find(kHeader);
  if (at == request.npos) return 0;
  return strtoul(request.c_str() + at + kHeader.size(), nullptr, 10);
}

/// One request, or the part that came before the client left.
std::string ReadRequest(int connection) {
  std::string request;
  char chunk[4096];
  for (;;) {
    const std::size_t end = request.find("\r\n\r\n");
    if (end != request.npos && request.size() >= end + 4 + BodySize(request)) {
      return request;
    }
    const ssize_t count = recv(connection, chunk, sizeof chunk, 0);
    if (count <= 0) return request;
    request.append(chunk, static_cast<std::size_t>(count));
  }
}

void Send(int connection, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count =
        send(connection, text.data(), text.size(), MSG_NOSIGNAL);
    if (count <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
}

}  // namespace

std::string Canned(int status, std::string_view body, std::string_view headers,
                   std::string_view type) {
  std::string text = "HTTP/1.1 " + std::to_string(status) + " Said\r\n";
  text.append("Content-Type: ").append(type);
  text += "\r\nContent-Length: " + std::to_string(body.size());
  text.append("\r\nConnection: close\r\n").append(headers);
  return text.append("\r\n").append(body);
}

CannedHub::CannedHub(std::vector<std::string> answers)
    : listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)),
      answers_(std::move(answers)) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  REQUIRE(bind(listener_, generic, size) == 0);
  REQUIRE(listen(listener_, 16) == 0);
  REQUIRE(getsockname(listener_, generic, &size) == 0);
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { Serve(); });
}

CannedHub::~CannedHub() {
  shutdown(listener_, SHUT_RDWR);  // accept(2) returns.
  thread_.join();
  close(listener_);
}

void CannedHub::Say(std::vector<std::string> answers) {
  const std::lock_guard<std::mutex> lock(mutex_);
  answers_ = std::move(answers);
  next_ = 0;
}

std::vector<std::string> CannedHub::Requests() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return requests_;
}

void CannedHub::Serve() {
  for (;;) {
    const int connection = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) return;
    Answer(connection);
    close(connection);
  }
}

void CannedHub::Answer(int connection) {
  const std::string request = ReadRequest(connection);
  if (request.empty()) return;
  std::string answer;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    requests_.push_back(request);
    answer = answers_[std::min(next_++, answers_.size() - 1)];
  }
  Send(connection, answer);
}

}  // namespace hf
