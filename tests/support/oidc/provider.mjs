// A certified OpenID Connect provider on loopback: `node provider.mjs`, settings as JSON in
// MUMARIS_TEST_PROVIDER: {port, client, secret, redirect, farewell, people}.
//
// Whoever signs in is looked up in `people`: {login: {email, roles, national_id, spoil}}. `spoil` makes the
// provider's own ID token wrong in one way before it is sent, so that a client's checks are seen.
import {Provider} from "oidc-provider";
import {SignJWT, UnsecuredJWT, decodeJwt, exportJWK, generateKeyPair} from "jose";

const settings = JSON.parse(process.env.MUMARIS_TEST_PROVIDER);
const issuer = `http://127.0.0.1:${settings.port}`;
const {privateKey} = await generateKeyPair("RS256", {extractable: true});
const {privateKey: strangeKey} = await generateKeyPair("RS256");
const jwk = {...(await exportJWK(privateKey)), kid: "first", use: "sig", alg: "RS256"};

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: settings.client,
      client_secret: settings.secret,
      redirect_uris: [settings.redirect],
      post_logout_redirect_uris: settings.farewell,
    },
  ],
  jwks: {keys: [jwk]},
  cookies: {keys: ["only for tests"]},
  scopes: ["openid", "email", "roles", "person"],
  claims: {openid: ["sub"], email: ["email", "email_verified"], roles: ["roles"], person: ["national_id"]},
  pkce: {required: () => true},
  ttl: {AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600},
  async findAccount(_, id) {
    const person = settings.people[id];
    if (!person) return undefined;
    const {unverified, spoil, ...claims} = person;
    return {accountId: id, claims: () => ({sub: id, email_verified: !unverified, ...claims})};
  },
});

const spoiled = {
  audience: (claims) => ({...claims, aud: "somebody-else"}),
  issuer: (claims) => ({...claims, iss: "https://elsewhere.example"}),
  expired: (claims) => ({...claims, iat: claims.iat - 7200, exp: claims.iat - 3600}),
  nonce: (claims) => ({...claims, nonce: "another"}),
  none: (claims) => claims,
  key: (claims) => claims,
};

provider.use(async (context, next) => {
  await next();
  if (context.path !== "/token" || !context.body?.id_token) return;
  const claims = decodeJwt(context.body.id_token);
  const {spoil} = settings.people[claims.sub];
  if (!spoil) return;
  const wrong = spoiled[spoil](claims);
  if (spoil === "none") {
    context.body.id_token = new UnsecuredJWT(wrong).encode();
    return;
  }
  const key = spoil === "key" ? strangeKey : privateKey;
  const signed = new SignJWT(wrong).setProtectedHeader({alg: "RS256", kid: "first"});
  context.body = {...context.body, id_token: await signed.sign(key)};
});

provider.listen(settings.port, "127.0.0.1", () => process.stdout.write("ready\n"));
