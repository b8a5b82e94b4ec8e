#include "textflag.h"

// func axpyAVX(dst, src *float32, n int, a float32)
TEXT ·axpyAVX(SB), NOSPLIT, $0-28
	MOVQ         dst+0(FP), DI
	MOVQ         src+8(FP), SI
	MOVQ         n+16(FP), CX
	VBROADCASTSS a+24(FP), Y0

axpy:
	VMULPS  (SI), Y0, Y1
	VADDPS  (DI), Y1, Y1
	VMOVUPS Y1, (DI)
	ADDQ    $32, SI
	ADDQ    $32, DI
	SUBQ    $8, CX
	JNZ     axpy
	VZEROUPPER
	RET

// func axpyBytesAVX(dst *float32, src *byte, n int, a float32)
TEXT ·axpyBytesAVX(SB), NOSPLIT, $0-28
	MOVQ         dst+0(FP), DI
	MOVQ         src+8(FP), SI
	MOVQ         n+16(FP), CX
	VBROADCASTSS a+24(FP), Y0

bytes:
	VPMOVSXBD (SI), Y1
	VCVTDQ2PS Y1, Y1
	VMULPS    Y0, Y1, Y1
	VADDPS    (DI), Y1, Y1
	VMOVUPS   Y1, (DI)
	ADDQ      $8, SI
	ADDQ      $32, DI
	SUBQ      $8, CX
	JNZ       bytes
	VZEROUPPER
	RET

// func dotAVX(a, b *float32, n int, lanes *[8]float32)
TEXT ·dotAVX(SB), NOSPLIT, $0-32
	MOVQ   a+0(FP), DI
	MOVQ   b+8(FP), SI
	MOVQ   n+16(FP), CX
	MOVQ   lanes+24(FP), DX
	VXORPS Y1, Y1, Y1

dot:
	VMOVUPS (SI), Y2
	VMULPS  (DI), Y2, Y2
	VADDPS  Y2, Y1, Y1
	ADDQ    $32, SI
	ADDQ    $32, DI
	SUBQ    $8, CX
	JNZ     dot
	VMOVUPS Y1, (DX)
	VZEROUPPER
	RET
