package service

// Encode and Decode are for the clients of tests.
var (
	Encode = encode
	Decode = decode
)
