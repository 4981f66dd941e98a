import Experiments
import Foundation
import Testing

/// Values that have the right type but cannot be meant.
@Suite struct StudyRangeTests {
  private static let wrongAxes = [
    Slip("alpha: [0.5, 1, 2]", "alpha: []", line: 5, "'alpha'", "at least one value"),
    Slip("seed: [0, 1]", "seed: []", line: 3, "'seed'", "at least one value"),
    Slip("alpha: [0.5, 1, 2]", "alpha: [0, 1]", line: 5, "'alpha'", "above 0"),
    Slip("alpha: [0.5, 1, 2]", "alpha: -1", line: 5, "'alpha'", "above 0"),
    Slip("alpha: [0.5, 1, 2]", "alpha: 1e-40", line: 5, "'alpha'", "1e-15"),
    Slip("alpha: [0.5, 1, 2]", "alpha: 1e40", line: 5, "'alpha'", "1e15"),
    Slip("alpha: [0.5, 1, 2]", "weight_norm: [0, 1]", line: 5, "'weight_norm'", "above 0"),
    Slip("alpha: [0.5, 1, 2]", "alpha: 1\nweight_norm: 1", line: 5, "'alpha'", "'weight_norm'", "not both"),
    Slip("alpha: [0.5, 1, 2]", "alpha: [1, 0.5]", line: 5, "'alpha'", "ascending"),
    Slip("alpha: [0.5, 1, 2]", "alpha: [1, 1]", line: 5, "'alpha'", "without equal values"),
    Slip("alpha: [0.5, 1, 2]", "alpha:\n  - 0.5\n  - one", line: 7, "'alpha'", "a list of numbers"),
    Slip("alpha: [0.5, 1, 2]", "alpha: [.nan]", line: 5, "'alpha'", "a list of numbers"),
    Slip("alpha: [0.5, 1, 2]", "alpha: {logspace: [0, 1, 3]}", line: 5, "'alpha'", "{logspace:"),
    Slip("alpha: [0.5, 1, 2]", "alpha: {linspace: [1, 2]}", line: 5, "'alpha'", "{linspace:"),
    Slip("alpha: [0.5, 1, 2]", "alpha: {linspace: [1, 2, 2.5]}", line: 5, "'alpha'"),
    Slip("alpha: [0.5, 1, 2]", "alpha: {linspace: [1, 2, 0]}", line: 5, "'alpha'"),
    Slip("alpha: [0.5, 1, 2]", "alpha: {linspace: [1, 2, 1.0e18]}", line: 5, "'alpha'", "at most 1000000 values"),
    Slip("alpha: [0.5, 1, 2]", "alpha: {linspace: [-1.7e308, 1.7e308, 3]}", line: 5, "'alpha'"),
    Slip("alpha: [0.5, 1, 2]", "alpha: {logspce: [1, 2, 3]}", line: 5, "'alpha'", "{logspace:"),
    Slip("seed: [0, 1]", "seed: {from: 3, to: 1}", line: 3, "'seed'", "{from: a, to: b}"),
    Slip("seed: [0, 1]", "seed: {from: 0}", line: 3, "'seed'", "{from: a, to: b}"),
    Slip(
      "seed: [0, 1]", "seed: {from: -9223372036854775807, to: 9223372036854775807}", line: 3, "'seed'",
      "at most 1000000 values"),
    Slip("seed: [0, 1]", "seed: [-1]", line: 3, "'seed'", "at least 0"),
    Slip("seed: [0, 1]", "seed: [0.5]", line: 3, "'seed'", "whole numbers"),
    Slip("seed: [0, 1]", "seed: 9007199254740993", line: 3, "'seed'", "at most 9007199254740991"),
    Slip("n_train: 10", "n_train: 0", line: 4, "'n_train'", "at least 1"),
    Slip("n_train: 10", "n_train: [10, 5]", line: 4, "'n_train'", "ascending"),
    Slip("n_train: 10", "n_train: [5, 11]", line: 4, "'n_train'", "at most 'problem.pool', which is 10"),
    Slip("seed: [0, 1]", "root_seed: -1", line: 3, "'root_seed'", "at least 0"),
  ]
  private static let outOfRange = [
    Slip("rate: 1.0e-2", "rate: 0", line: 12, "'optimizer.rate'", "above 0"),
    Slip("rate: 1.0e-2", "rate: 1.0e60", line: 12, "'optimizer.rate'", "at most 1e30"),
    Slip("rate: 1.0e-2", "rate: 1, beta1: 1", line: 12, "'optimizer.beta1'", "below 1"),
    Slip("steps: 20", "steps: -1", line: 13, "'steps'", "at least 0"),
    Slip("steps: 20", "steps: 99999999999999999999", line: 13, "'steps'"),
    Slip("pool: 10", "pool: 9223372036854775807", line: 11, "'problem.pool'", "at most"),
    Slip("n_test: 10", "n_test: 0", line: 10, "'problem.n_test'", "at least 1"),
    Slip("widths: [2, 4, 1]", "widths: [2, 1000000, 1000000, 1]", line: 8, "'problem.widths'", "parameters"),
    Slip("pool: 10", "pool: 1000000000", line: 11, "'problem.pool'", "at most 536870912"),
    Slip("n_test: 10", "n_test: 1000000000", line: 10, "'problem.n_test'", "at most 536870912"),
    Slip("pool: 10", "pool: 10\n  noise: .nan", line: 12, "'problem.noise'", "at least 0"),
    Slip("pool: 10", "pool: 10\n  noise: -1", line: 12, "'problem.noise'", "at least 0"),
    Slip("steps: 20", "steps: 20\nbatch: 0", line: 14, "'batch'", "at least 1"),
    Slip("steps: 20", "steps: 20\nrestarts: 0", line: 14, "'restarts'", "at least 1"),
    Slip("steps: 20", "steps: 20\ntie_floor: -1", line: 14, "'tie_floor'", "at least 0"),
    Slip("steps: 20", "steps: 20\ngradient_clip: 0", line: 14, "'gradient_clip'", "above 0"),
    Slip("steps: 20", "steps: 20\nstop: {loss_below: 0}", line: 14, "'stop.loss_below'", "above 0"),
    Slip("steps: 20", "steps: 20\naccuracy_thresholds: 0", line: 14, "'accuracy_thresholds'", "above 0"),
    Slip("steps: 20", "steps: 20\nweight_decay: -1", line: 14, "'weight_decay'", "at least 0"),
    Slip(
      "seed: [0, 1]\nn_train: 10\nalpha: [0.5, 1, 2]",
      "seed: {from: 0, to: 99999}\nn_train: 10\nalpha: {linspace: [1, 2, 1000]}", line: 1,
      "100000 x 1 x 1 x 1000 x 1 points", "at most 10000000"),
    Slip("study: tiny", "study: \"a\\0b\"", line: 1, "'study'", "NUL"),
  ]
  /// What would have no effect is refused, so that nobody believes it had.
  private static let withoutEffect = [
    Slip("steps: 20", "steps: 20\nlevel: 0.9", line: 14, "'level'", "no effect", "kind landscape"),
    Slip("steps: 20", "steps: 20\nhistory_every: 1", line: 14, "'history_every'", "no effect", "kind landscape"),
    Slip(
      "steps: 20", "steps: 20\nevaluation_samples: 5", line: 14, "'evaluation_samples'", "no effect",
      "without 'evaluate_every'"),
    Slip("steps: 20", "steps: 20\naccuracy_thresholds: [0.1, 0.01]", line: 14, "'accuracy_thresholds'", "one number"),
    Slip("steps: 20", "steps: 20\nloss: cross_entropy", line: 14, "'loss'", "mse"),
    Slip("steps: 20", "steps: 20\nmessiness: 0", line: 14, "'messiness'", "no effect", "without a representation"),
    Slip(in: StudyText.images, "steps: 20", "steps: 20\nmessiness: [0, 0.5]", line: 13, ["'messiness'", "no effect"]),
    Slip(
      in: StudyText.dynamics, "steps: 60", "steps: 60\nmessiness: 0", line: 10,
      ["'messiness'", "no effect", "without a representation"]),
    Slip("pool: 10", "data: mnist", line: 11, "'problem.data'", "no effect", "teacher-student"),
    Slip("rate: 1.0e-2", "rate: 1, momentum: 0.9", line: 12, "'optimizer.momentum'", "no effect", "'adam'"),
    Slip("name: adam, ", "name: sgd, beta1: 0.9, ", line: 12, "'optimizer.beta1'", "no effect", "'sgd'"),
    Slip("steps: 20", "steps: 20\nschedule: {name: warmup, factor: 2}", line: 14, "'schedule.factor'", "'warmup'"),
    Slip(in: StudyText.dynamics, "steps: 60", "steps: 60\nrestarts: 2", line: 10, ["'restarts'", "kind dynamics"]),
    Slip(
      in: StudyText.dynamics, "steps: 60", "steps: 60\nstop: {loss_below: 1}", line: 10, ["'stop'", "kind dynamics"]),
    Slip(in: StudyText.dynamics, "steps: 60", "steps: 99999999999", line: 10, ["'history_every'", "at least 99999"]),
    Slip(in: StudyText.images, "n_test: 10", "pool: 10", line: 10, ["'problem.pool'", "no effect", "'images'"]),
    Slip(
      in: StudyText.images, "steps: 20", "accuracy_thresholds: 1\nsteps: 20", line: 12,
      ["'accuracy_thresholds'", "no effect", "'images'"]),
    Slip(
      in: StudyText.images, "steps: 20", "steps: 20\nloss: cross_entropy\nreported_loss: sum_over_outputs", line: 14,
      ["'reported_loss'", "mean for cross_entropy"]),
  ]
  /// Slips in a study of toy addition.
  private static let additions = [
    Slip(
      in: StudyText.addition, "n_train: [3, 5]", "n_train: [3, 6]", line: 3, ["'n_train'", "at most 5", "3 digits"]),
    Slip(in: StudyText.addition, "digits: 3", "digits: 1", line: 8, ["'problem.digits'", "at least 2"]),
    Slip(in: StudyText.addition, "digits: 3", "digits: 10001", line: 8, ["'problem.digits'", "at most 10000"]),
    Slip(
      in: StudyText.addition, "digits: 3\n  widths: [2, 6, 3]", "digits: 10000\n  widths: [2, 1000, 3]", line: 8,
      ["'problem.digits'", "at most 2147483 pairs"]),
    Slip(in: StudyText.addition, "digits: 3", "label: product", line: 8, ["'problem.label'", "sum, modular"]),
    Slip(in: StudyText.addition, "digits: 3", "linear: log", line: 8, ["'problem.linear'", "digit, interval"]),
    Slip(in: StudyText.addition, "digits: 3", "random: any", line: 8, ["'problem.random'", "normal, uniform"]),
    Slip(in: StudyText.addition, "digits: 3", "linear_noise: -1", line: 8, ["'problem.linear_noise'", "at least 0"]),
    Slip(in: StudyText.addition, "digits: 3", "n_test: 3", line: 8, ["'problem.n_test'", "no effect", "toy-addition"]),
    Slip(in: StudyText.addition, "digits: 3", "template: label", line: 8, ["'problem.template'", "no effect"]),
    Slip(
      in: StudyText.addition, "steps: 20", "steps: 20\nloss: cross_entropy", line: 13, ["'loss'", "mse", "templates"]),
    Slip(
      in: StudyText.addition, "steps: 20", "steps: 20\naccuracy_thresholds: 1", line: 13,
      ["'accuracy_thresholds'", "nearest template"]),
    Slip(in: StudyText.addition, "[0, 0.5, 1]", "[0, 1.5]", line: 4, ["'messiness'", "from 0 to 1"]),
    Slip(in: StudyText.images, "n_test: 10", "template: grey", line: 10, ["'problem.template'", "label, centred"]),
    Slip(in: StudyText.images, "n_test: 10", "digits: 10", line: 10, ["'problem.digits'", "no effect", "'images'"]),
  ]
  /// The sizes are those of the published collections, which need not be here.
  private static let beyondTheImages = [
    Slip(in: StudyText.images, "n_train: 10", "n_train: 60001", line: 3, ["'n_train'", "at most 60000", "mnist"]),
    Slip(
      in: StudyText.images, "n_test: 10", "n_test: 10001", line: 10, ["'problem.n_test'", "at most 10000", "mnist"]),
    Slip(in: StudyText.images, "[784, 4, 10]", "[783, 4, 10]", line: 8, ["'problem.widths'", "784", "10", "mnist"]),
    Slip(in: StudyText.images, "[784, 4, 10]", "[784, 4, 9]", line: 8, ["'problem.widths'", "784", "10", "mnist"]),
    Slip(in: StudyText.images, "data: mnist", "data: mnits", line: 7, ["'problem.data'", "mnist, fashion-mnist"]),
  ]

  @Test(arguments: wrongAxes) func anAxisThatCannotBeSweptIsNamed(_ slip: Slip) throws { try slip.check() }

  @Test(arguments: outOfRange) func aValueOutOfRangeIsNamed(_ slip: Slip) throws { try slip.check() }

  @Test(arguments: withoutEffect) func aSettingWithoutEffectIsRefused(_ slip: Slip) throws { try slip.check() }

  @Test(arguments: additions) func aSlipInToyAdditionIsNamed(_ slip: Slip) throws { try slip.check() }

  @Test(arguments: beyondTheImages) func imagesThatThereAreNotAreNamed(_ slip: Slip) throws { try slip.check() }
}
