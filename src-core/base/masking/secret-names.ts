const SECRET_NAME =
  /password|passwd|passphrase|apikey|secretkey|privatekey|accesskey|signingkey|encryptionkey|clientsecret|authorization|credential|setcookie|connectionstring|(?:secret|secrets|token|pwd|cookie|cookies|bearer)$|^(?:auth|pass|pin|otp)$/
const SECRET_ENDING =
  /(?:password|passwd|passphrase|pwd|secrets?|token|authorization|credentials?|cookies?|connectionstring|(?:api|secret|private|access|signing|encryption)key)[0-9]{0,2}$|^(?:auth|pass|pin|otp)$/
// Names of environment variables and of configuration files.
const ENDING =
  /(?:(?:account|shared|preshared|master|auth|session|license|service|admin|deploy|storage|webhook|ssh|pgp|gpg|hmac|jwt|cipher|crypto)key|(?:^|[^a-z])pass|(?:^|[^a-z])auth)[0-9]{0,2}$/i

/**
 * True for the name of a secret in code, prose and variables, such as `DB_PASSWORD` and `apiKey2`: the name ends with the word
 * for the secret. False for `passwordField` and `publicKeyToken`.
 */
export function endsAsSecretName(name: string): boolean {
  if (/public/i.test(name)) return false
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '')
  return SECRET_ENDING.test(plain) || ENDING.test(plain.length === name.length ? plain : name)
}

/** True for keys of JSON with a secret value, such as `password`, `apiKey`, `x-access-token`; false for `max_tokens`. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name.toLowerCase().replace(/[^a-z0-9]/g, ''))
}
