import { isProxy } from '../../../../src/platform/config/proxies.js';

test.each([
  ['127.0.0.1', true],
  ['10.0.0.0/8', true],
  ['192.168.7.0/24', true],
  ['::1', true],
  ['fd00::/8', true],
  ['2001:db8::1/128', true],
  // Wide open: everybody's word would be believed.
  ['0.0.0.0/0', false],
  ['128.0.0.0/1', false],
  ['::/0', false],
  ['2000::/3', false],
  ['*', false],
  ['true', false],
  ['1', false],
  ['', false],
  ['10.0.0.0/', false],
  ['10.0.0.0/33', false],
  ['10.0.0.0/255.0.0.0', false],
  ['proxy.example', false],
  ['10.0.0.0/8/8', false],
])('%s may be trusted: %s', (text, may) => {
  expect(isProxy(text)).toBe(may);
});
