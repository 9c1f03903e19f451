// RUN: %qopt %s --emit=c -o %t
// RUN: %python -c "import sys; print(open(sys.argv[1] + '/model.c').read())" %t | filecheck %s

// What a loop carries has a pointer before it; what a step computes, one inside. What does not lie
// where the next step reads it is copied there at the end.
func.func @main(%n: tensor<i32>, %x: tensor<2xf32>) -> tensor<2xf32> {
  %0:2 = "tfl.while"(%n, %x) ({
  ^bb0(%a: tensor<i32>, %b: tensor<2xf32>):
    %more = func.call @is_more(%a, %b) : (tensor<i32>, tensor<2xf32>) -> tensor<i1>
    "tfl.yield"(%more) : (tensor<i1>) -> ()
  }, {
  ^bb0(%a: tensor<i32>, %b: tensor<2xf32>):
    %next:2 = func.call @step(%a, %b) : (tensor<i32>, tensor<2xf32>) -> (tensor<i32>, tensor<2xf32>)
    "tfl.yield"(%next#0, %next#1) : (tensor<i32>, tensor<2xf32>) -> ()
  }) : (tensor<i32>, tensor<2xf32>) -> (tensor<i32>, tensor<2xf32>)
  %y = "tfl.neg"(%0#1) {qir.tensors = [{name = "y"}]} : (tensor<2xf32>) -> tensor<2xf32>
  func.return %y : tensor<2xf32>
}
func.func private @is_more(%n: tensor<i32>, %x: tensor<2xf32>) -> tensor<i1> {
  %zero = "tfl.pseudo_const"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
  %more = "tfl.greater"(%n, %zero) {qir.tensors = [{name = "more"}]} : (tensor<i32>, tensor<i32>) -> tensor<i1>
  func.return %more : tensor<i1>
}
func.func private @step(%n: tensor<i32>, %x: tensor<2xf32>) -> (tensor<i32>, tensor<2xf32>) {
  %one = "tfl.pseudo_const"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
  %less = tfl.sub %n, %one {fused_activation_function = "NONE", qir.tensors = [{name = "less"}]} : tensor<i32>
  %twice = tfl.add %x, %x {fused_activation_function = "NONE", qir.tensors = [{name = "twice"}]} : tensor<2xf32>
  func.return %less, %twice : tensor<i32>, tensor<2xf32>
}

// CHECK:      void model_invoke(const model_inputs *inputs, model_outputs *outputs, void *arena)
// CHECK-NEXT: {
// CHECK-NEXT:     unsigned char *memory = (unsigned char *)arena;
// CHECK-EMPTY:
// CHECK-NEXT:     int32_t *loop_less = (int32_t *)(void *)memory; /* scalar */
// CHECK-NEXT:     memcpy(loop_less, inputs->input_0, 4);
// CHECK-NEXT:     memcpy(outputs->y, inputs->input_1, 8);
// CHECK-NEXT:     for (;;) {
// CHECK-NEXT:         /* more: scalar */
// CHECK-NEXT:         uint8_t *more = (uint8_t *)(void *)(memory + 64);
// CHECK-NEXT:         compare_i32_n1(model_more_lhs.values, loop_less, more);
// CHECK-NEXT:         if (!*more) {
// CHECK-NEXT:             break;
// CHECK-NEXT:         }
// CHECK-EMPTY:
// CHECK-NEXT:         /* less: scalar */
// CHECK-NEXT:         int32_t *less = (int32_t *)(void *)memory;
// CHECK-NEXT:         binary_i32_n1(loop_less, model_less_rhs.values, less);
// CHECK-EMPTY:
// CHECK-NEXT:         /* twice: 2 */
// CHECK-NEXT:         binary_f32_n1(outputs->y, outputs->y, outputs->y);
// CHECK-NEXT:     }
// CHECK-EMPTY:
// CHECK-NEXT:     /* y: 2 */
// CHECK-NEXT:     neg_f32_n1(outputs->y, outputs->y);
// CHECK-NEXT: }
