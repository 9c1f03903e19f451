// DEFINE: %{sign} = %qopt %s --load %S/Inputs/my_pass.py
// RUN: %{sign} --pass='sign-module{author="Ada"}' --pass='sign-module{author="Ben"}' | filecheck %s --check-prefix=BEN
// RUN: %{sign} --pass='sign-module{author="Ben"}' --pass='sign-module{author="Ada"}' | filecheck %s --check-prefix=ADA
// RUN: %{sign} -p 'sign-module{author="Ben"},sign-module{author="Ada"}' | filecheck %s --check-prefix=ADA
// RUN: %{sign} --pass='sign-module{author="Ada"}' --passes 'sign-module{author="Ben"}' | filecheck %s --check-prefix=ADA

// --pass is repeatable, and passes run in the order they are given: the last one signs. -p or
// --passes takes a list of them, which comes first wherever it stands.
func.func @main() {
  func.return
}
// ADA: author = "Ada"
// BEN: author = "Ben"
