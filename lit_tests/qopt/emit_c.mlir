// RUN: %qopt %s --emit=c -o %t
// RUN: %python -c "import sys; print(open(sys.argv[1] + '/model.h').read())" %t | filecheck %s --check-prefix=HEADER
// RUN: %python -c "import sys; print(open(sys.argv[1] + '/model.c').read())" %t | filecheck %s
// RUN: %qopt %s --emit=c-stubs -o %t
// RUN: %python -c "import sys; print(open(sys.argv[1] + '/model.c').read())" %t | filecheck %s --check-prefix=STUBS
// RUN: %python -c "import sys; print(open(sys.argv[1] + '/kernels.h').read())" %t | filecheck %s --check-prefix=KERNELS

// Ops that are no calls yet are made so first. A function of pointers alone is made of each kernel
// and each of its sizes; with stubs, kernels are called themselves, and are elsewhere. What has
// memory is a pointer, called by what its tensor's name has alone.
func.func @main(%x: tensor<2x4xf32>) -> tensor<2x3xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<0.5> : tensor<3x4xf32>}> : () -> tensor<3x4xf32>
  %b = "tfl.no_value"() <{value}> : () -> none
  %n = "tfl.neg"(%x) {qir.tensors = [{name = "m/minus/Neg"}]} : (tensor<2x4xf32>) -> tensor<2x4xf32>
  %z = "tfl.fully_connected"(%n, %w, %b) <{fused_activation_function = "NONE", keep_num_dims = false, weights_format = "DEFAULT"}> {qir.tensors = [{name = "m/dense_1/MatMul;m/dense_1/BiasAdd"}]} : (tensor<2x4xf32>, tensor<3x4xf32>, none) -> tensor<2x3xf32>
  %y = "tfl.softmax"(%z) <{beta = 1.0 : f32}> {qir.tensors = [{name = "likely"}]} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  func.return %y : tensor<2x3xf32>
}

// HEADER:      #define MODEL_ARENA_BYTES 64
// HEADER:      typedef struct model_inputs {
// HEADER-NEXT:     const float *input_0; /* 2x4 */
// HEADER-NEXT: } model_inputs;
// HEADER:      typedef struct model_outputs {
// HEADER-NEXT:     float *likely; /* 2x3 */
// HEADER-NEXT: } model_outputs;
// HEADER:      void model_invoke(const model_inputs *inputs, model_outputs *outputs, void *arena);

// CHECK:      QIR_KERNEL void qir_softmax_f32(
// CHECK:      static void neg_f32_n1(const float *input, float *output)
// CHECK-NEXT: {
// CHECK-NEXT:     qir_neg_f32(input, output, 8);
// CHECK-NEXT: }
// CHECK:      static void fully_connected_f32_n1(const float *input, const float *weights, float *output)
// CHECK-NEXT: {
// CHECK-NEXT:     qir_fully_connected_f32(
// CHECK-NEXT:         input, weights, NULL, output, 2, 4, 3, -3.40282347e+38F, 3.40282347e+38F);
// CHECK-NEXT: }
// CHECK:      void model_invoke(const model_inputs *inputs, model_outputs *outputs, void *arena)
// CHECK-NEXT: {
// CHECK-NEXT:     unsigned char *memory = (unsigned char *)arena;
// CHECK-EMPTY:
// CHECK-NEXT:     /* m/minus/Neg: 2x4 */
// CHECK-NEXT:     float *neg = (float *)(void *)memory;
// CHECK-NEXT:     neg_f32_n1(inputs->input_0, neg);
// CHECK-EMPTY:
// CHECK-NEXT:     /* m/dense_1/MatMul;m/dense_1/BiasAdd: 2x3 */
// CHECK-NEXT:     fully_connected_f32_n1(neg, model_dense_1_weights.values, outputs->likely);
// CHECK-EMPTY:
// CHECK-NEXT:     /* likely: 2x3 */
// CHECK-NEXT:     softmax_f32_n1(outputs->likely, outputs->likely);
// CHECK-NEXT: }

// STUBS-NOT:  QIR_KERNEL
// STUBS:      #include "kernels.h"
// STUBS:      /* m/minus/Neg: 2x4 */
// STUBS-NEXT: float *neg = (float *)(void *)memory;
// STUBS-NEXT: qir_neg_f32(inputs->input_0, neg, 8);
// STUBS:      /* likely: 2x3 */
// STUBS-NEXT: qir_softmax_f32(outputs->likely, outputs->likely, 2, 3, 1.0F);

// KERNELS:      /* Each row of output[rows][depth]:
// KERNELS-NEXT: input. */
// KERNELS-NEXT: void qir_softmax_f32(const float *input, float *output, int32_t rows, int32_t depth,
// KERNELS-NEXT:                      float beta);
