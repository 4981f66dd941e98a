import CKernels

extension grok_adam {
  /// The same constants for the C kernels.
  init(_ constants: AdamConstants) {
    self.init(
      beta1: constants.beta1, beta2: constants.beta2, epsilon: constants.epsilon, correction1: constants.correction1,
      correction2: constants.correction2, coupled_decay: constants.coupledDecay,
      decoupled_decay: constants.decoupledDecay, rate: constants.rate)
  }
}
