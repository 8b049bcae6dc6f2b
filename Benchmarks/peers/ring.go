// A ring of goroutines, joined by unbuffered channels, that pass a token: as Scheduling ring does.
package main

import (
	"fmt"
	"os"
	"strconv"
	"time"
)

func node(in, out chan int, done chan bool) {
	for token := range in {
		if token == 0 {
			done <- true
			return
		}
		out <- token - 1
	}
}

func main() {
	count, _ := strconv.Atoi(os.Args[1])
	hops, _ := strconv.Atoi(os.Args[2])
	done := make(chan bool)
	channels := make([]chan int, count)
	for i := range channels {
		channels[i] = make(chan int)
	}
	for i := range channels {
		go node(channels[i], channels[(i+1)%count], done)
	}
	start := time.Now()
	channels[0] <- hops
	<-done
	fmt.Println(float64(time.Since(start).Nanoseconds()) / float64(hops))
}
