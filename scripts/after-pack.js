/**
 * Sets Electron's fuses in the packed program, before it is signed: switches in the binary itself, which nobody can
 * turn back without breaking the signature. Every fuse is named, so that one added by a later Electron stops the
 * build until somebody decided on it.
 */
import { join } from 'node:path';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';

/** Where electron-builder puts the program, by system. */
function packedProgram({ electronPlatformName, appOutDir, packager }) {
  const name = packager.appInfo.productFilename;
  if (electronPlatformName === 'darwin') return join(appOutDir, `${name}.app`);
  if (electronPlatformName === 'win32') return join(appOutDir, `${name}.exe`);
  return join(appOutDir, packager.executableName);
}

export default async function setFuses(context) {
  await flipFuses(packedProgram(context), {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    // A change of the binary voids an ad-hoc signature, without which Apple silicon runs nothing.
    resetAdHocDarwinSignature: context.electronPlatformName === 'darwin',
    [FuseV1Options.RunAsNode]: false,
    [FuseV1Options.EnableCookieEncryption]: true,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: false,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
    [FuseV1Options.OnlyLoadAppFromAsar]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
    // A safety net of V8 against memory errors in WebAssembly; it gives nobody any access.
    [FuseV1Options.WasmTrapHandlers]: true,
  });
}
