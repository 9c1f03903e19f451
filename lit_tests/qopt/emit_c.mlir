// RUN: %qopt %s --emit=c -o %t
// RUN: %python -c "import sys; print(open(sys.argv[1] + '/model.h').read())" %t | filecheck %s --check-prefix=HEADER
// RUN: %python -c "import sys; print(open(sys.argv[1] + '/model.c').read())" %t | filecheck %s
// RUN: %qopt %s --emit=c-stubs -o %t
// RUN: %python -c "import sys; print(open(sys.argv[1] + '/model.c').read())" %t | filecheck %s --check-prefix=STUBS
// RUN: %python -c "import sys; print(open(sys.argv[1] + '/kernels.h').read())" %t | filecheck %s --check-prefix=KERNELS

// Ops that are no calls yet are made so first. A function of pointers alone is made of each kernel
// and each of its sizes; with stubs, kernels are called themselves, and are elsewhere.
func.func @main(%x: tensor<2x4xf32>) -> tensor<2x4xf32> {
  %y = "tfl.softmax"(%x) <{beta = 1.0 : f32}> {qir.tensors = [{name = "likely"}]} : (tensor<2x4xf32>) -> tensor<2x4xf32>
  func.return %y : tensor<2x4xf32>
}

// HEADER:      #define MODEL_ARENA_BYTES 1
// HEADER:      typedef struct model_inputs {
// HEADER-NEXT:     const float *input_0; /* 2x4 */
// HEADER-NEXT: } model_inputs;
// HEADER:      typedef struct model_outputs {
// HEADER-NEXT:     float *likely; /* 2x4 */
// HEADER-NEXT: } model_outputs;
// HEADER:      void model_invoke(const model_inputs *inputs, model_outputs *outputs, void *arena);

// CHECK:      QIR_KERNEL void qir_softmax_f32(
// CHECK:      static void softmax_f32_n1(const float *input, float *output)
// CHECK-NEXT: {
// CHECK-NEXT:     qir_softmax_f32(input, output, 2, 4, 1.0F);
// CHECK-NEXT: }
// CHECK:      /* likely */
// CHECK-NEXT: softmax_f32_n1(inputs->input_0, outputs->likely);

// STUBS-NOT:  QIR_KERNEL
// STUBS:      #include "kernels.h"
// STUBS:      /* likely */
// STUBS-NEXT: qir_softmax_f32(inputs->input_0, outputs->likely, 2, 4, 1.0F);

// KERNELS:      /* Each row of output[rows][depth]:
// KERNELS-NEXT: input. */
// KERNELS-NEXT: void qir_softmax_f32(const float *input, float *output, int32_t rows, int32_t depth,
// KERNELS-NEXT:                      float beta);
