// Which docker command builds, runs or pushes the image of a Dockerfile? Nothing
// is run here: these are words for a command line.

/** What is known of the image to make. */
export interface Image {
  /** Name of the Dockerfile, in the folder that the command is for. */
  file: string;
  /** The build context, as a path from there; "." for that folder itself. */
  context: string;
  /** With its tag, as people give it to -t. */
  name: string;
  /** The stage to build; undefined for the last. */
  target?: string | undefined;
}

/** docker build, to be run in the Dockerfile's folder. */
export function build(image: Image): string[] {
  // Where nothing is said, docker looks for it in the context.
  const file = image.file === 'Dockerfile' && image.context === '.' ? [] : ['-f', image.file];
  const target = image.target === undefined ? [] : ['--target', image.target];
  return ['docker', 'build', ...file, ...target, '-t', image.name, image.context];
}

/**
 * docker run, with the ports that the Dockerfile exposes published under their
 * own numbers. Ports are as EXPOSE has them: 80, 53/udp, 8000-8010. What is not a
 * number yet, such as $PORT, is left out.
 */
export function run(image: Image, ports: string[]): string[] {
  const published = [...new Set(ports)]
    .map((port) => /^(\d+(?:-\d+)?)(?:\/(tcp|udp|sctp))?$/i.exec(port))
    .filter((match) => match !== null)
    .flatMap(([, numbers, protocol]) => {
      const suffix = protocol === undefined || protocol.toLowerCase() === 'tcp' ? '' : `/${protocol.toLowerCase()}`;
      return ['-p', `${numbers}:${numbers}${suffix}`];
    });
  return ['docker', 'run', '--rm', '-it', ...published, image.name];
}

/** docker push. */
export function push(image: Image): string[] {
  return ['docker', 'push', image.name];
}

/** Why a text cannot be an image's name for -t; undefined if it can. */
export function nameMistake(name: string): string | undefined {
  const path = /^(?:[\w.-]+(?::\d+)?\/)?[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)*(?::\w[\w.-]{0,127})?$/;
  return path.test(name) ? undefined : 'A name is in lower case, like “shop/web:1.2” or “registry.example.com/shop/web”.';
}
