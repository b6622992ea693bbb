class Slipway < Formula
  desc "Language server, linter and formatter for Dockerfiles"
  homepage "https://github.com/slipway-dev/slipway"
  url "https://github.com/slipway-dev/slipway/releases/download/v@VERSION@/slipway_@VERSION@_source.tar.gz"
  sha256 "@SHA256_SOURCE@"
  license "Apache-2.0"
  head "https://github.com/slipway-dev/slipway.git", branch: "main"

  depends_on "go" => :build

  def install
    ldflags = "-s -w -X main.release=#{version}"
    system "go", "build", *std_go_args(ldflags:), "./cmd/slipway"
    generate_completions_from_executable(bin/"slipway", "completion")
  end

  test do
    (testpath/"Dockerfile").write <<~EOS
      FROM scratch as base
    EOS
    assert_match "FromAsCasing", shell_output("#{bin}/slipway lint Dockerfile", 1)
    assert_match version.to_s, shell_output("#{bin}/slipway --version")
  end
end
