import assert from 'node:assert/strict';
import { test } from 'node:test';
import { build, nameMistake, push, run } from '../../src/docker.ts';

const image = { file: 'Dockerfile', context: '.' };

test('docker build names the file and the stage where they are not the usual ones', () => {
  assert.equal(build({ ...image, name: 'shop' }).join(' '), 'docker build -t shop .');
  assert.equal(build({ ...image, file: 'web.Dockerfile', name: 'shop:1', target: 'build' }).join(' '),
    'docker build -f web.Dockerfile --target build -t shop:1 .');
  assert.equal(build({ ...image, context: '../..', name: 'shop' }).join(' '), 'docker build -f Dockerfile -t shop ../..');
});

test('docker run publishes each exposed port once, and none that is not known yet', () => {
  assert.equal(run({ ...image, name: 'shop' }, ['80', '443/tcp', '53/UDP', '8000-8010', '80', '$PORT', '${P}/tcp']).join(' '),
    'docker run --rm -it -p 80:80 -p 443:443 -p 53:53/udp -p 8000-8010:8000-8010 shop');
});

test('docker push', () => {
  assert.deepEqual(push({ ...image, name: 'me/shop:1' }), ['docker', 'push', 'me/shop:1']);
});

for (const name of ['shop', 'shop:1.2', 'me/shop', 'localhost:5000/me/shop:v1', 'ghcr.io/a-b/c.d__e:latest']) {
  test(`${name} is a name`, () => assert.equal(nameMistake(name), undefined));
}
for (const name of ['', 'Shop', 'shop:', 'a b', '-x', 'shop; rm -rf /', 'me//shop', '--rm']) {
  test(`${JSON.stringify(name)} is no name`, () => assert.ok(nameMistake(name)));
}
