// Package frames is how the fuzzers ask: the length in decimal, a space, a name, a line end, then so
// many bytes. For each frame there is one line of JSON.
package frames

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
)

// Answer answers standard input on standard output until its end.
func Answer(read func(name string, content []byte) any) {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	for {
		var length int
		var name string
		if _, err := fmt.Fscanf(in, "%d %s\n", &length, &name); err != nil {
			return
		}
		content := make([]byte, length)
		if _, err := io.ReadFull(in, content); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		if err := out.Encode(read(name, content)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}
