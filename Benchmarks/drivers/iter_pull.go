// The driver of Go: iter.Pull, which runs a push iterator as a coroutine. Its ring is of goroutines and unbuffered
// channels, since a pulled iterator can't be sent a value. README.md says what the protocol and each workload is.
package main

import (
	"fmt"
	"iter"
	"os"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"time"
)

func count(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := 0; i < n; i++ {
			if !yield(i) {
				return
			}
		}
	}
}

func fibonacci(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		a, b := 0, 1
		for i := 0; i < n; i++ {
			if !yield(a) {
				return
			}
			a, b = b, (a+b)&0xffffff
		}
	}
}

// A stage pulls its source, as the generators of other languages do.
func mapped(source iter.Seq[int], transform func(int) int) iter.Seq[int] {
	return func(yield func(int) bool) {
		next, stop := iter.Pull(source)
		defer stop()
		for n, ok := next(); ok; n, ok = next() {
			if !yield(transform(n)) {
				return
			}
		}
	}
}

func pipeline(n int) iter.Seq[int] {
	incremented := mapped(count(n), func(n int) int { return n + 1 })
	return mapped(incremented, func(n int) int { return n * 2 })
}

func naturals(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := n; yield(i); i++ {
		}
	}
}

func constant(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for yield(n) {
		}
	}
}

const size = 1<<12 - 1

type node struct {
	left, right *node
	value       int
}

func tree(low, high int) *node {
	if low == high {
		return nil
	}
	middle := low + (high-low)/2
	return &node{tree(low, middle), tree(middle+1, high), middle}
}

var root = tree(0, size)

func (n *node) walk(yield func(int) bool) bool {
	return n == nil || n.left.walk(yield) && yield(n.value) && n.right.walk(yield)
}

func walk(yield func(int) bool) { root.walk(yield) }

func last(elements iter.Seq[int]) (last int) {
	next, stop := iter.Pull(elements)
	defer stop()
	for n, ok := next(); ok; n, ok = next() {
		last = n
	}
	return
}

func sum(elements iter.Seq[int]) (sum int) {
	next, stop := iter.Pull(elements)
	defer stop()
	for n, ok := next(); ok; n, ok = next() {
		sum += n
	}
	return
}

type workload struct {
	prepare func(n int) func() int
	check   func(n int) int
}

func read(elements func(int) iter.Seq[int]) workload {
	return workload{
		func(n int) func() int { return func() int { return last(elements(n)) } },
		func(n int) int { return sum(elements(n)) },
	}
}

func walks(n int, of func(iter.Seq[int]) int) (total, final int) {
	for i := 0; i < n/size; i++ {
		final = of(walk)
		total += final
	}
	return
}

func create(n int) (sum, last int) {
	for i := 0; i < n; i++ {
		next, stop := iter.Pull(naturals(i))
		last, _ = next()
		sum += last
		stop()
	}
	return
}

func crowd(n int) []func() (int, bool) {
	crowd := make([]func() (int, bool), n)
	for i := range crowd {
		crowd[i], _ = iter.Pull(constant(i))
		crowd[i]()
	}
	return crowd
}

func resume(crowd []func() (int, bool)) (sum, last int) {
	for _, next := range crowd {
		last, _ = next()
		sum += last
	}
	return
}

func ring(n int) func() int {
	channels := make([]chan int, 1000)
	for i := range channels {
		channels[i] = make(chan int)
	}
	for i := 0; i < 999; i++ {
		go func() {
			for token := range channels[i] {
				channels[i+1] <- token + 1
			}
		}()
	}
	return func() int {
		token := 0
		for token < n {
			channels[0] <- token
			token = <-channels[999] + 1
		}
		close(channels[0])
		return token
	}
}

var workloads = map[string]workload{
	"count":     read(count),
	"fibonacci": read(fibonacci),
	"pipeline":  read(pipeline),
	"tree-helpers": {
		func(n int) func() int {
			return func() int {
				_, final := walks(n, last)
				return final
			}
		},
		func(n int) int {
			total, _ := walks(n, sum)
			return total
		},
	},
	"create": {
		func(n int) func() int {
			return func() int {
				_, last := create(n)
				return last
			}
		},
		func(n int) int {
			sum, _ := create(n)
			return sum
		},
	},
	"live": {
		func(n int) func() int {
			generators := crowd(n)
			return func() int {
				_, last := resume(generators)
				return last
			}
		},
		func(n int) int {
			sum, _ := resume(crowd(n))
			return sum
		},
	},
	"ring": {ring, nil},
}

// The resident bytes and page tables, after a collection.
func memory() int {
	runtime.GC()
	statm, _ := os.ReadFile("/proc/self/statm")
	resident, _ := strconv.Atoi(strings.Fields(string(statm) + " 0 0")[1])
	tables := 0
	status, _ := os.ReadFile("/proc/self/status")
	for _, line := range strings.Split(string(status), "\n") {
		if strings.HasPrefix(line, "VmPTE:") {
			tables, _ = strconv.Atoi(strings.Fields(line)[1])
		}
	}
	return resident*os.Getpagesize() + tables*1024
}

func main() {
	if len(os.Args) != 5 {
		fmt.Fprintln(os.Stderr, "usage: iter_pull NAME WORKLOAD N REPS")
		os.Exit(2)
	}
	name, title := os.Args[1], os.Args[2]
	n, _ := strconv.Atoi(os.Args[3])
	repetitions, _ := strconv.Atoi(os.Args[4])
	loop, ok := workloads[title]
	if !ok {
		fmt.Fprintf(os.Stderr, "%s has no %s\n", name, title)
		os.Exit(3)
	}
	if strings.HasPrefix(title, "tree-") {
		n = (n + size - 1) / size * size
	}
	var times []float64
	var work func() int
	spent, result, bytes := 0.0, 0, ""
	for len(times) < max(1, repetitions) && (len(times) < 3 || spent < 3e8) {
		if title != "live" || work == nil {
			before := 0
			if title == "live" {
				before = memory()
			}
			work = loop.prepare(n)
			if title == "live" {
				bytes = fmt.Sprintf(" bytes=%d", (memory()-before)/n)
			}
		}
		start := time.Now()
		number := work()
		taken := float64(time.Since(start).Nanoseconds())
		if len(times) > 0 && number != result {
			fmt.Fprintln(os.Stderr, "the repetitions return", result, "and", number)
			os.Exit(1)
		}
		result = number
		times = append(times, taken)
		spent += taken
	}
	sort.Float64s(times)
	if loop.check != nil {
		result = loop.check(n)
	}
	fmt.Printf("%s %s %.3f %.3f n=%d check=%d%s\n", name, title,
		times[0]/float64(n), times[len(times)/2]/float64(n), n, result, bytes)
}
