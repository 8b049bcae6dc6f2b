// What the drivers in C++ have in common: the protocol, the memory and the tree. README.md says what they are.

#pragma once

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

inline void keep(long value) { asm volatile("" : : "r"(value)); }

struct node {
  std::unique_ptr<node> left, right;
  long value;

  static constexpr long size = (1 << 12) - 1;

  // A full tree of the numbers in a range, in order.
  static std::unique_ptr<node> make(long low, long high) {
    if (low == high) return nullptr;
    long middle = low + (high - low) / 2;
    return std::unique_ptr<node>(new node{make(low, middle), make(middle + 1, high), middle});
  }

  static const node *root() {
    static auto root = make(0, size);
    return root.get();
  }
};

struct workload {
  // What it returns for a count is timed, and returns the last element.
  std::function<std::function<long()>(long)> prepare;
  // The sum of the elements; without one, the last element proves the work.
  std::function<long(long)> check;
};

inline long resident_memory() {
  long pages = 0, tables = 0;
  if (FILE *file = fopen("/proc/self/statm", "r")) {
    if (fscanf(file, "%*d %ld", &pages) != 1) pages = 0;
    fclose(file);
  }
  if (FILE *file = fopen("/proc/self/status", "r")) {
    char line[256];
    while (fgets(line, sizeof line, file)) sscanf(line, "VmPTE: %ld", &tables);
    fclose(file);
  }
  return pages * sysconf(_SC_PAGESIZE) + tables * 1024;
}

inline int drive(int argc, char **argv, const std::map<std::string, workload> &workloads) {
  if (argc != 5) {
    fprintf(stderr, "usage: %s NAME WORKLOAD N REPS\n", argv[0]);
    return 2;
  }
  std::string name = argv[1], title = argv[2];
  long count = atol(argv[3]), repetitions = atol(argv[4]);
  auto found = workloads.find(title);
  if (found == workloads.end()) {
    fprintf(stderr, "%s has no %s\n", argv[1], argv[2]);
    return 3;
  }
  if (title.rfind("tree-", 0) == 0) count = (count + node::size - 1) / node::size * node::size;
  std::vector<double> times;
  std::function<long()> work;
  double spent = 0;
  long last = 0, bytes = -1;
  while (long(times.size()) < std::max(1L, repetitions) && (times.size() < 3 || spent < 3e8)) {
    if (title != "live" || !work) {
      work = nullptr;
      long before = resident_memory();
      work = found->second.prepare(count);
      if (title == "live") bytes = (resident_memory() - before) / count;
    }
    auto start = std::chrono::steady_clock::now();
    long number = work();
    double time = std::chrono::nanoseconds(std::chrono::steady_clock::now() - start).count();
    if (!times.empty() && number != last) {
      fprintf(stderr, "the repetitions return %ld and %ld\n", last, number);
      return 1;
    }
    last = number;
    times.push_back(time);
    spent += time;
  }
  work = nullptr;
  std::sort(times.begin(), times.end());
  long check = found->second.check ? found->second.check(count) : last;
  printf("%s %s %.3f %.3f n=%ld check=%ld", argv[1], argv[2], times[0] / count,
         times[times.size() / 2] / count, count, check);
  if (bytes >= 0) printf(" bytes=%ld", bytes);
  printf("\n");
  return 0;
}

// The loops over a generator with `next()`, which says whether there is an element, and `value()`.
// `make` returns a pointer to one.

template <class Make>
workload read(Make make) {
  return {
      [make](long count) {
        auto g = std::shared_ptr(make(count));
        return [g] {
          long last = 0;
          while (g->next()) keep(last = g->value());
          return last;
        };
      },
      [make](long count) {
        long sum = 0;
        for (auto g = make(count); g->next();) sum += g->value();
        return sum;
      }};
}

template <class Make>
workload walk_tree(Make make) {
  return {
      [make](long count) {
        return [=] {
          long last = 0;
          for (long i = 0; i < count / node::size; i++)
            for (auto g = make(node::root()); g->next();) keep(last = g->value());
          return last;
        };
      },
      [make](long count) {
        long sum = 0;
        for (long i = 0; i < count / node::size; i++)
          for (auto g = make(node::root()); g->next();) sum += g->value();
        return sum;
      }};
}

template <class Make>
workload create(Make make) {
  auto loop = [make](long count, bool sums) {
    long last = 0, sum = 0;
    for (long i = 0; i < count; i++) {
      auto g = make(i);
      g->next();
      keep(last = g->value());
      sum += last;
    }
    return sums ? sum : last;
  };
  return {[=](long count) { return [=] { return loop(count, false); }; },
          [=](long count) { return loop(count, true); }};
}

template <class Make>
workload live(Make make) {
  auto crowd = [make](long count) {
    std::vector<decltype(make(0))> crowd;
    crowd.reserve(count);
    for (long i = 0; i < count; i++) {
      crowd.push_back(make(i));
      crowd.back()->next();
    }
    return crowd;
  };
  return {
      [crowd](long count) {
        auto generators = std::make_shared<decltype(crowd(0))>(crowd(count));
        return [generators] {
          long last = 0;
          for (auto &g : *generators) {
            g->next();
            keep(last = g->value());
          }
          return last;
        };
      },
      [crowd](long count) {
        long sum = 0;
        for (auto &g : crowd(count)) {
          g->next();
          sum += g->value();
        }
        return sum;
      }};
}

// `make` returns a pointer to a started generator whose `send` returns its next element.
template <class Make>
workload sends(Make make) {
  return {
      [make](long count) {
        auto g = std::shared_ptr(make());
        return [=] {
          long last = 0;
          for (long i = 0; i < count; i++) keep(last = g->send(i));
          return last;
        };
      },
      [make](long count) {
        auto g = make();
        long sum = 0;
        for (long i = 0; i < count; i++) sum += g->send(i);
        return sum;
      }};
}

struct ping {};

// As with `sends`; `raise` throws a `ping` into the body.
template <class Make>
workload throws(Make make) {
  return {[make](long count) {
            auto g = std::shared_ptr(make());
            return [=] {
              long last = 0;
              for (long i = 0; i < count; i++) keep(last = g->raise());
              return last;
            };
          },
          nullptr};
}

template <class Make>
workload ring(Make make) {
  return {[make](long count) {
            auto members = std::make_shared<std::vector<decltype(make())>>();
            for (int i = 0; i < 1000; i++) members->push_back(make());
            return [=] {
              long token = 0, place = 0;
              for (long i = 0; i < count; i++) {
                token = (*members)[place]->send(token);
                place = place == 999 ? 0 : place + 1;
              }
              return token;
            };
          },
          nullptr};
}
