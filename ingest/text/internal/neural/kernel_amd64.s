#include "textflag.h"

// func floats4(c *float32, ldc int, a *float32, row, col int, panel *float32, k int)
TEXT ·floats4(SB), NOSPLIT, $0-56
	MOVQ    c+0(FP), DI
	MOVQ    ldc+8(FP), R8
	MOVQ    a+16(FP), SI
	MOVQ    row+24(FP), R9
	MOVQ    col+32(FP), R13
	MOVQ    panel+40(FP), DX
	MOVQ    k+48(FP), CX
	LEAQ    (DI)(R8*1), R10
	LEAQ    (DI)(R8*2), R11
	LEAQ    (R10)(R8*2), R12
	LEAQ    (SI)(R9*1), AX
	LEAQ    (SI)(R9*2), BX
	LEAQ    (AX)(R9*2), R8
	VMOVUPS (DI), Y0
	VMOVUPS 32(DI), Y1
	VMOVUPS (R10), Y2
	VMOVUPS 32(R10), Y3
	VMOVUPS (R11), Y4
	VMOVUPS 32(R11), Y5
	VMOVUPS (R12), Y6
	VMOVUPS 32(R12), Y7

floats4loop:
	VMOVUPS      (DX), Y8
	VMOVUPS      32(DX), Y9
	VBROADCASTSS (SI), Y10
	VBROADCASTSS (AX), Y11
	VMULPS       Y8, Y10, Y12
	VMULPS       Y9, Y10, Y13
	VMULPS       Y8, Y11, Y14
	VMULPS       Y9, Y11, Y15
	VADDPS       Y12, Y0, Y0
	VADDPS       Y13, Y1, Y1
	VADDPS       Y14, Y2, Y2
	VADDPS       Y15, Y3, Y3
	VBROADCASTSS (BX), Y10
	VBROADCASTSS (R8), Y11
	VMULPS       Y8, Y10, Y12
	VMULPS       Y9, Y10, Y13
	VMULPS       Y8, Y11, Y14
	VMULPS       Y9, Y11, Y15
	VADDPS       Y12, Y4, Y4
	VADDPS       Y13, Y5, Y5
	VADDPS       Y14, Y6, Y6
	VADDPS       Y15, Y7, Y7
	ADDQ         $64, DX
	ADDQ         R13, SI
	ADDQ         R13, AX
	ADDQ         R13, BX
	ADDQ         R13, R8
	DECQ         CX
	JNZ          floats4loop
	VMOVUPS      Y0, (DI)
	VMOVUPS      Y1, 32(DI)
	VMOVUPS      Y2, (R10)
	VMOVUPS      Y3, 32(R10)
	VMOVUPS      Y4, (R11)
	VMOVUPS      Y5, 32(R11)
	VMOVUPS      Y6, (R12)
	VMOVUPS      Y7, 32(R12)
	VZEROUPPER
	RET

// func floats1(c *float32, a *float32, col int, panel *float32, k int)
TEXT ·floats1(SB), NOSPLIT, $0-40
	MOVQ    c+0(FP), DI
	MOVQ    a+8(FP), SI
	MOVQ    col+16(FP), R13
	MOVQ    panel+24(FP), DX
	MOVQ    k+32(FP), CX
	VMOVUPS (DI), Y0
	VMOVUPS 32(DI), Y1

floats1loop:
	VBROADCASTSS (SI), Y10
	VMULPS       (DX), Y10, Y12
	VMULPS       32(DX), Y10, Y13
	VADDPS       Y12, Y0, Y0
	VADDPS       Y13, Y1, Y1
	ADDQ         $64, DX
	ADDQ         R13, SI
	DECQ         CX
	JNZ          floats1loop
	VMOVUPS      Y0, (DI)
	VMOVUPS      Y1, 32(DI)
	VZEROUPPER
	RET

// func shorts4(c *int32, ldc int, a *int16, row int, panel *int16, pairs int)
TEXT ·shorts4(SB), NOSPLIT, $0-48
	MOVQ    c+0(FP), DI
	MOVQ    ldc+8(FP), R8
	MOVQ    a+16(FP), SI
	MOVQ    row+24(FP), R9
	MOVQ    panel+32(FP), DX
	MOVQ    pairs+40(FP), CX
	LEAQ    (DI)(R8*1), R10
	LEAQ    (DI)(R8*2), R11
	LEAQ    (R10)(R8*2), R12
	LEAQ    (SI)(CX*4), SI
	LEAQ    (SI)(R9*1), AX
	LEAQ    (SI)(R9*2), BX
	LEAQ    (AX)(R9*2), R8
	NEGQ    CX
	VMOVDQU (DI), Y0
	VMOVDQU 32(DI), Y1
	VMOVDQU (R10), Y2
	VMOVDQU 32(R10), Y3
	VMOVDQU (R11), Y4
	VMOVDQU 32(R11), Y5
	VMOVDQU (R12), Y6
	VMOVDQU 32(R12), Y7

shorts4loop:
	VMOVDQU      (DX), Y8
	VMOVDQU      32(DX), Y9
	VPBROADCASTD (SI)(CX*4), Y10
	VPBROADCASTD (AX)(CX*4), Y11
	VPMADDWD     Y8, Y10, Y12
	VPMADDWD     Y9, Y10, Y13
	VPMADDWD     Y8, Y11, Y14
	VPMADDWD     Y9, Y11, Y15
	VPADDD       Y12, Y0, Y0
	VPADDD       Y13, Y1, Y1
	VPADDD       Y14, Y2, Y2
	VPADDD       Y15, Y3, Y3
	VPBROADCASTD (BX)(CX*4), Y10
	VPBROADCASTD (R8)(CX*4), Y11
	VPMADDWD     Y8, Y10, Y12
	VPMADDWD     Y9, Y10, Y13
	VPMADDWD     Y8, Y11, Y14
	VPMADDWD     Y9, Y11, Y15
	VPADDD       Y12, Y4, Y4
	VPADDD       Y13, Y5, Y5
	VPADDD       Y14, Y6, Y6
	VPADDD       Y15, Y7, Y7
	ADDQ         $64, DX
	INCQ         CX
	JNZ          shorts4loop
	VMOVDQU      Y0, (DI)
	VMOVDQU      Y1, 32(DI)
	VMOVDQU      Y2, (R10)
	VMOVDQU      Y3, 32(R10)
	VMOVDQU      Y4, (R11)
	VMOVDQU      Y5, 32(R11)
	VMOVDQU      Y6, (R12)
	VMOVDQU      Y7, 32(R12)
	VZEROUPPER
	RET

// func shorts1(c *int32, a *int16, panel *int16, pairs int)
TEXT ·shorts1(SB), NOSPLIT, $0-32
	MOVQ    c+0(FP), DI
	MOVQ    a+8(FP), SI
	MOVQ    panel+16(FP), DX
	MOVQ    pairs+24(FP), CX
	VMOVDQU (DI), Y0
	VMOVDQU 32(DI), Y1

shorts1loop:
	VPBROADCASTD (SI), Y10
	VPMADDWD     (DX), Y10, Y12
	VPMADDWD     32(DX), Y10, Y13
	VPADDD       Y12, Y0, Y0
	VPADDD       Y13, Y1, Y1
	ADDQ         $64, DX
	ADDQ         $4, SI
	DECQ         CX
	JNZ          shorts1loop
	VMOVDQU      Y0, (DI)
	VMOVDQU      Y1, 32(DI)
	VZEROUPPER
	RET

// func addBytesAVX(dst *int16, src *int8, n int)
TEXT ·addBytesAVX(SB), NOSPLIT, $0-24
	MOVQ dst+0(FP), DI
	MOVQ src+8(FP), SI
	MOVQ n+16(FP), CX

addBytesLoop:
	VPMOVSXBW (SI), Y0
	VPADDW    (DI), Y0, Y0
	VMOVDQU   Y0, (DI)
	ADDQ      $16, SI
	ADDQ      $32, DI
	SUBQ      $16, CX
	JNZ       addBytesLoop
	VZEROUPPER
	RET

// The bounds of tanh, its coefficients as in math.go, one half, and what states are rounded with.
DATA constants<>+0(SB)/4, $0x40fccccd // 7.9
DATA constants<>+4(SB)/4, $0xc0fccccd // -7.9
DATA constants<>+8(SB)/4, $0xa59f25c0 // -2.76076847742355e-16
DATA constants<>+12(SB)/4, $0x2a61337e // 2.00018790482477e-13
DATA constants<>+16(SB)/4, $0xaebd37ff // -8.60467152213735e-11
DATA constants<>+20(SB)/4, $0x335c0041 // 5.12229709037114e-08
DATA constants<>+24(SB)/4, $0x3779434a // 1.48572235717979e-05
DATA constants<>+28(SB)/4, $0x3a270ded // 0.000637261928875436
DATA constants<>+32(SB)/4, $0x3ba059dc // 0.00489352455891786
DATA constants<>+36(SB)/4, $0x35a0d3d8 // 1.19825839466702e-06
DATA constants<>+40(SB)/4, $0x38f895d6 // 0.000118534705686654
DATA constants<>+44(SB)/4, $0x3b14aa05 // 0.002268434632439
DATA constants<>+48(SB)/4, $0x3ba059dd // 0.00489352518554385
DATA constants<>+52(SB)/4, $0x3f000000 // 0.5
DATA constants<>+56(SB)/4, $0x44800000 // 1024.0
DATA constants<>+60(SB)/4, $0x44801000 // 1024.5
DATA constants<>+64(SB)/4, $1024
GLOBL constants<>(SB), RODATA|NOPTR, $68

// TANH sets X to tanh(X), with Y8 to Y11 as memory.
#define TANH(X) \
	VMINPS       Y12, X, X; \
	VMAXPS       Y13, X, X; \
	VMULPS       X, X, Y8; \
	VBROADCASTSS constants<>+8(SB), Y9; \
	VMULPS       Y8, Y9, Y9; \
	VBROADCASTSS constants<>+12(SB), Y11; \
	VADDPS       Y11, Y9, Y9; \
	VMULPS       Y8, Y9, Y9; \
	VBROADCASTSS constants<>+16(SB), Y11; \
	VADDPS       Y11, Y9, Y9; \
	VMULPS       Y8, Y9, Y9; \
	VBROADCASTSS constants<>+20(SB), Y11; \
	VADDPS       Y11, Y9, Y9; \
	VMULPS       Y8, Y9, Y9; \
	VBROADCASTSS constants<>+24(SB), Y11; \
	VADDPS       Y11, Y9, Y9; \
	VMULPS       Y8, Y9, Y9; \
	VBROADCASTSS constants<>+28(SB), Y11; \
	VADDPS       Y11, Y9, Y9; \
	VMULPS       Y8, Y9, Y9; \
	VBROADCASTSS constants<>+32(SB), Y11; \
	VADDPS       Y11, Y9, Y9; \
	VBROADCASTSS constants<>+36(SB), Y10; \
	VMULPS       Y8, Y10, Y10; \
	VBROADCASTSS constants<>+40(SB), Y11; \
	VADDPS       Y11, Y10, Y10; \
	VMULPS       Y8, Y10, Y10; \
	VBROADCASTSS constants<>+44(SB), Y11; \
	VADDPS       Y11, Y10, Y10; \
	VMULPS       Y8, Y10, Y10; \
	VBROADCASTSS constants<>+48(SB), Y11; \
	VADDPS       Y11, Y10, Y10; \
	VMULPS       X, Y9, Y9; \
	VDIVPS       Y10, Y9, X

// SIGMOID sets X to sigmoid(X); Y14 holds one half.
#define SIGMOID(X) \
	VMULPS Y14, X, X; \
	TANH(X); \
	VMULPS Y14, X, X; \
	VADDPS Y14, X, X

// func unitsAVX(gates *int32, cell *float32, state *int16, h int, unit float32)
TEXT ·unitsAVX(SB), NOSPLIT, $0-36
	MOVQ         gates+0(FP), SI
	MOVQ         cell+8(FP), DI
	MOVQ         state+16(FP), DX
	MOVQ         h+24(FP), CX
	VBROADCASTSS unit+32(FP), Y15
	LEAQ         (SI)(CX*4), AX
	LEAQ         (SI)(CX*8), BX
	LEAQ         (AX)(CX*8), R8
	VBROADCASTSS constants<>+0(SB), Y12
	VBROADCASTSS constants<>+4(SB), Y13
	VBROADCASTSS constants<>+52(SB), Y14

unitsLoop:
	VCVTDQ2PS    (SI), Y0
	VCVTDQ2PS    (AX), Y1
	VCVTDQ2PS    (BX), Y2
	VCVTDQ2PS    (R8), Y3
	VMULPS       Y15, Y0, Y0
	VMULPS       Y15, Y1, Y1
	VMULPS       Y15, Y2, Y2
	VMULPS       Y15, Y3, Y3
	SIGMOID(Y0)
	SIGMOID(Y1)
	TANH(Y2)
	SIGMOID(Y3)
	VMULPS       Y2, Y0, Y0
	VMULPS       (DI), Y1, Y1
	VADDPS       Y1, Y0, Y0
	VMOVUPS      Y0, (DI)
	TANH(Y0)
	VMULPS       Y0, Y3, Y3
	VBROADCASTSS constants<>+56(SB), Y4
	VMULPS       Y4, Y3, Y3
	VBROADCASTSS constants<>+60(SB), Y4
	VADDPS       Y4, Y3, Y3
	VCVTTPS2DQ   Y3, Y3
	VPBROADCASTD constants<>+64(SB), Y4
	VPSUBD       Y4, Y3, Y3
	VEXTRACTI128 $1, Y3, X4
	VPACKSSDW    X4, X3, X3
	VMOVDQU      X3, (DX)
	ADDQ         $32, SI
	ADDQ         $32, AX
	ADDQ         $32, BX
	ADDQ         $32, R8
	ADDQ         $32, DI
	ADDQ         $16, DX
	SUBQ         $8, CX
	JNZ          unitsLoop
	VZEROUPPER
	RET
