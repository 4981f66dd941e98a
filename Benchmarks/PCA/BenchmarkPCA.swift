import ArgumentParser
@main struct BenchmarkPCA: ParsableCommand {}
