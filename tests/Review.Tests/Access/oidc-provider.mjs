// A real OpenID Connect provider on a loopback port, for the tests of signing in: npm's oidc-provider.
// node oidc-provider.mjs <folder with node_modules> <port> <redirect URI> <post-logout redirect URI> <pushed|open>
// open: the request stands in the browser's address, where a test sees it, and is not pushed to the provider before.
// Who signs in chooses a login; its roles are what follows the first hyphen: "anna-contourflow-admin".
import { createRequire } from "node:module";
import { createServer } from "node:http";
import { generateKeyPairSync } from "node:crypto";
import { pathToFileURL } from "node:url";

const [folder, port, redirect, signedOut, way] = process.argv.slice(2);
const entry = createRequire(folder + "/package.json").resolve("oidc-provider");
const { default: Provider } = await import(pathToFileURL(entry).href);
const issuer = `http://127.0.0.1:${port}`;
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "contourflow",
      client_secret: "a-secret-of-this-test",
      redirect_uris: [redirect],
      post_logout_redirect_uris: [signedOut],
      response_types: ["code"],
      grant_types: ["authorization_code"],
    },
  ],
  pkce: { required: () => true },
  claims: { openid: ["sub"], profile: ["preferred_username"], roles: ["roles"] },
  scopes: ["openid", "profile", "roles"],
  findAccount: (context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, preferred_username: id.split("-")[0], roles: id.includes("-") ? [id.slice(id.indexOf("-") + 1)] : [] }),
  }),
  features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true }, pushedAuthorizationRequests: { enabled: way === "pushed" } },
  cookies: { keys: ["a-key-of-this-test"] },
  jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256", kid: "test" }] },
  ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600, AuthorizationCode: 60 },
});
provider.on("server_error", (context, error) => console.error(error));
createServer(provider.callback()).listen(Number(port), "127.0.0.1", () => console.log("listening"));
