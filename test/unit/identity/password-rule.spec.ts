import { passwordProblem } from '../../../src/identity/password-rule.js';

const EMAIL = 'erika.beispiel@kammer.example';

test.each([
  ['', 'required'],
  ['a', 'too-short'],
  ['elf-zeichen', 'too-short'],
  ['🔒🔒🔒🔒🔒🔒🔒🔒🔒🔒🔒', 'too-short'],
  ['x'.repeat(201), 'too-long'],
  ['aaaaaaaaaaaa', 'easily-guessed'],
  ['121212121212', 'easily-guessed'],
  ['123456789012', 'easily-guessed'],
  ['qwertzuiop12', 'easily-guessed'],
  ['asdfghjkl123', 'easily-guessed'],
  ['0987654321ab', 'easily-guessed'],
  ['Passwort1234', 'easily-guessed'],
  ['passwordpassword', 'easily-guessed'],
  ['Forthwith2026', 'easily-guessed'],
  ['erika.beispiel1', 'easily-guessed'],
  [EMAIL, 'easily-guessed'],
  ['1qaz2wsx3edc', 'published'],
  ['1QAZ2wsx3edc', 'published'],
  ['chickenwing101', 'published'],
  ['finalfantasy', 'published'],
])('%j is refused: %s', (password, code) => {
  expect(passwordProblem(password, EMAIL)?.code).toBe(code);
});

test.each(['ein-langes-Kennwort-27', 'pferd batterie heftklammer', 'v9jw-43qw-bdn5-buvq', 'Öäüß 语言 пароль'])(
  '%j is taken',
  (password) => {
    expect(passwordProblem(password, EMAIL)).toBeUndefined();
  },
);
