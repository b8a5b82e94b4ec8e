package local

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net"
	"os"
	"strconv"
	"strings"
	"time"
)

// Dgraph's own ports, all of which move by one offset.
const (
	zeroGRPC  = 5080
	zeroHTTP  = 6080
	alphaRaft = 7080
	alphaHTTP = 8080
	alphaGRPC = 9080
)

// Offsets are drawn so that every port lies above the registered services in common use and below the range from which
// Linux draws the ports of outgoing connections (32768 and up).
const (
	lowestOffset  = 11000
	highestOffset = 23000
)

// PortsError says that a data folder cannot be opened because other programs listen on its ports. The cluster state in
// the folder names zero's address, so a folder keeps its ports for life: with others, zero would wait for itself for ever.
type PortsError struct {
	File string
	Port int
}

// Error names the port and the file that asks for it.
func (e *PortsError) Error() string {
	return fmt.Sprintf("port %d of %s is taken by another program: stop that program, or choose another data folder",
		e.Port, e.File)
}

// ports is the offset that the file names, or a new one that is free and is written there.
func ports(file string) (int, error) {
	b, err := os.ReadFile(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return newPorts(file)
	case err != nil:
		return 0, fmt.Errorf("read the ports: %w", err)
	}
	offset, err := parseOffset(b)
	if err != nil {
		return 0, fmt.Errorf("read the ports: %s: %w", file, err)
	}
	// A killed predecessor's children may need a moment until the kernel has freed their ports.
	var taken int
	for range 40 {
		if taken = firstTaken(offset); taken == 0 {
			return offset, nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return 0, &PortsError{File: file, Port: taken}
}

func parseOffset(b []byte) (int, error) {
	offset, err := strconv.Atoi(strings.TrimSpace(string(b)))
	if err != nil || offset < 0 || offset+alphaGRPC > 65535 {
		return 0, fmt.Errorf("want one number, have %q", b)
	}
	return offset, nil
}

// knownAddr is the gRPC address of alpha by the ports that the file names, or empty.
func knownAddr(file string) string {
	b, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	offset, err := parseOffset(b)
	if err != nil {
		return ""
	}
	return loopback(alphaGRPC + offset)
}

func newPorts(file string) (int, error) {
	for range 100 {
		offset := lowestOffset + rand.IntN(highestOffset-lowestOffset)
		if firstTaken(offset) == 0 {
			if err := os.WriteFile(file, []byte(strconv.Itoa(offset)+"\n"), 0o600); err != nil {
				return 0, fmt.Errorf("write the ports: %w", err)
			}
			return offset, nil
		}
	}
	return 0, errors.New("find free ports on loopback: none in 100 draws")
}

// firstTaken is the first of the five ports at offset on which something listens, or 0.
func firstTaken(offset int) int {
	for _, base := range []int{zeroGRPC, zeroHTTP, alphaRaft, alphaHTTP, alphaGRPC} {
		l, err := net.Listen("tcp", loopback(base+offset))
		if err != nil {
			return base + offset
		}
		_ = l.Close()
	}
	return 0
}
