{
  lib,
  buildGoModule,
  fetchFromGitHub,
  installShellFiles,
  stdenv,
  versionCheckHook,
}:

buildGoModule (finalAttrs: {
  pname = "slipway";
  version = "@VERSION@";

  src = fetchFromGitHub {
    owner = "slipway-dev";
    repo = "slipway";
    tag = "v${finalAttrs.version}";
    # nix-prefetch tells both, once the tag is there.
    hash = lib.fakeHash;
  };

  vendorHash = lib.fakeHash;

  subPackages = [ "cmd/slipway" ];

  ldflags = [
    "-s"
    "-w"
    "-X main.release=${finalAttrs.version}"
  ];

  nativeBuildInputs = [ installShellFiles ];

  postInstall = lib.optionalString (stdenv.buildPlatform.canExecute stdenv.hostPlatform) ''
    installShellCompletion --cmd slipway \
      --bash <($out/bin/slipway completion bash) \
      --fish <($out/bin/slipway completion fish) \
      --zsh <($out/bin/slipway completion zsh)
  '';

  nativeInstallCheckInputs = [ versionCheckHook ];
  doInstallCheck = true;

  meta = {
    description = "Language server, linter and formatter for Dockerfiles";
    homepage = "https://github.com/slipway-dev/slipway";
    changelog = "https://github.com/slipway-dev/slipway/releases/tag/v${finalAttrs.version}";
    license = lib.licenses.asl20;
    mainProgram = "slipway";
  };
})
