// Asks an echo server: so many connections, each of which sends a message, waits for it, and sends the next.
// Prints the requests per second.
//
//   echo_load PORT CONNECTIONS REQUESTS BYTES
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

static void fail(const char *what) {
  perror(what);
  exit(1);
}

int main(int count, char **arguments) {
  if (count != 5) return 2;
  const int port = atoi(arguments[1]), connections = atoi(arguments[2]);
  const long requests = atol(arguments[3]);
  const size_t bytes = strtoul(arguments[4], nullptr, 10);
  rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);

  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int poll = epoll_create1(0);
  std::vector<char> message(bytes, 'x'), buffer(1 << 16);
  std::vector<size_t> received;
  for (int i = 0; i < connections; i++) {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    if (socket < 0) fail("socket");
    const int yes = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (connect(socket, reinterpret_cast<sockaddr *>(&address), sizeof address)) fail("connect");
    if (received.size() <= static_cast<size_t>(socket)) received.resize(socket + 1);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = socket;
    epoll_ctl(poll, EPOLL_CTL_ADD, socket, &event);
    if (send(socket, message.data(), bytes, 0) != static_cast<ssize_t>(bytes)) fail("send");
  }
  const auto start = std::chrono::steady_clock::now();
  std::vector<epoll_event> events(1024);
  long done = 0;
  while (done < requests) {
    const int ready = epoll_wait(poll, events.data(), 1024, 10000);
    if (ready <= 0) fail("nothing came for ten seconds");
    for (int i = 0; i < ready; i++) {
      const int socket = events[i].data.fd;
      const ssize_t got = recv(socket, buffer.data(), buffer.size(), 0);
      if (got <= 0) fail("recv");
      received[socket] += static_cast<size_t>(got);
      if (received[socket] < bytes) continue;
      received[socket] = 0;
      done++;
      if (send(socket, message.data(), bytes, 0) != static_cast<ssize_t>(bytes)) fail("send");
    }
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  printf("%f\n", static_cast<double>(done) / took.count());
}
