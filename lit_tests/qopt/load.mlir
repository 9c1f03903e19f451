// RUN: %qopt %s --load %S/Inputs/my_pass.py --pass=sign-module | filecheck %s
// RUN: %qopt %s --load %S/Inputs/my_pass.py --pass='sign-module{author="Ada"}' | filecheck %s --check-prefix=ADA

// A pass from a Python file is a pass like any other, options and all.
func.func @main() {
  func.return
}
// CHECK: builtin.module attributes {author = "nobody"} {
// ADA:   builtin.module attributes {author = "Ada"} {
