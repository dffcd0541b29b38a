// Where the package that is published comes from: one variable fills the three members of the manifest that say so. Nobody
// can publish without it, and a file that is only packed needs none.

/** The variable: the address of the repository, e.g. `https://github.com/your-org/kakaocert-simulator`. */
export const REPOSITORY = 'KAKAOCERT_REPOSITORY';

/** `repository`, `homepage` and `bugs` of a manifest; nothing for a pack without the variable. */
export type Published = Readonly<
  | Record<string, never>
  | {
      repository: { type: 'git'; url: string };
      homepage: string;
      bugs: { url: string };
    }
>;

/** What the environment of npm asks for. Throws with what to set if a publish does not say where it comes from. */
export function publishedWhere(env: NodeJS.ProcessEnv): Published {
  const given = (env[REPOSITORY] ?? '').replace(/(\.git)?\/*$/, '');
  if (given === '') {
    if (env.npm_command !== 'publish') return {};
    throw new Error(
      `A publish says where it comes from: set ${REPOSITORY}=https://github.com/<owner>/<name>`,
    );
  }
  if (!/^https:\/\/[\w.-]+(\/[\w.-]+){2,}$/.test(given)) {
    throw new Error(`${REPOSITORY}: "${given}" is no address like https://github.com/<owner>/<name>`);
  }
  return {
    repository: { type: 'git', url: `git+${given}.git` },
    homepage: `${given}#readme`,
    bugs: { url: `${given}/issues` },
  };
}
