// RUN: %qopt %s --print-debuginfo | filecheck %s

// Locations come back as they were, whether given in place, by an alias defined later, or as the
// fused location in which LiteRT's converter says where in the file an op was.
func.func @main(%a: tensor<1xf32> loc("input")) -> tensor<1xf32> {
  %0 = "tfl.abs"(%a) : (tensor<1xf32>) -> tensor<1xf32> loc(#loc3)
  %1 = "tfl.neg"(%0) : (tensor<1xf32>) -> tensor<1xf32> loc(fused["a", "b"])
  func.return %1 : tensor<1xf32> loc(callsite("f" at "m.py":1:2))
} loc(#loc1)
#loc1 = loc("main")
#loc2 = loc("abs"("m.py":3:4))
#loc3 = loc(fused<"tflite.subgraph=0.op=21:ABS">[#loc2])

// What other tools left for themselves is passed over.
{-# external_resources: { mlir_reproducer: { pipeline: "any(cse)", disable_threading: true } } #-}

// CHECK:      func.func @main(%a: tensor<1xf32> {{.*}} loc("input"))
// CHECK-NEXT:   "tfl.abs"(%a) {{.*}} loc(fused<"tflite.subgraph=0.op=21:ABS">["abs"("m.py":3:4)])
// CHECK-NEXT:   "tfl.neg"(%0) {{.*}} loc(fused["a", "b"])
// CHECK-NEXT:   func.return %1 : tensor<1xf32> loc(callsite("f" at "m.py":1:2))
// CHECK-NEXT: } loc("main")
