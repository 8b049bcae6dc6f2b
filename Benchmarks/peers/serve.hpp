// What the C++ peers have in common: the protocol of Sources/Workloads/Serving.swift, and the tree.

#pragma once

#include <chrono>
#include <cstdio>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <string>

inline void keep(long value) { asm volatile("" : : "r"(value)); }

struct node {
  std::unique_ptr<node> left, right;
  long value;

  // A full tree of the numbers in a range, in order.
  static std::unique_ptr<node> make(long low, long high) {
    if (low == high) return nullptr;
    long middle = low + (high - low) / 2;
    return std::unique_ptr<node>(new node{make(low, middle), make(middle + 1, high), middle});
  }

  static const node *root() {
    static auto root = make(0, (1 << 12) - 1);
    return root.get();
  }
};

// Called with a count; what it returns is timed.
using workload = std::function<std::function<long()>(long)>;

inline int serve(const std::map<std::string, workload> &workloads) {
  std::string line;
  while (std::getline(std::cin, line)) {
    auto tab = line.find('\t');
    auto found = workloads.find(line.substr(0, tab));
    if (tab == std::string::npos || found == workloads.end()) {
      std::cout << "unknown" << std::endl;
      continue;
    }
    auto work = found->second(std::stol(line.substr(tab + 1)));
    auto start = std::chrono::steady_clock::now();
    long number = work();
    auto time = std::chrono::steady_clock::now() - start;
    std::cout << std::chrono::nanoseconds(time).count() << '\t' << number << std::endl;
  }
  return 0;
}
