// A passkey instead of a password, with the authenticator that Chromium simulates.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PHONE, Person, openBrowser } from "./lib/browser.mjs";
import { people } from "./lib/people.mjs";
import { openTown } from "./lib/town.mjs";

let town, browser;
before(async () => {
  town = await openTown();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await town?.close();
});

test("made in the settings, used to sign in, removed again", async () => {
  const p = await Person.sit(browser, town, "passkey", { screen: PHONE });
  const devtools = await p.context.newCDPSession(p.page);
  await devtools.send("WebAuthn.enable");
  const options = {
    protocol: "ctap2",
    transport: "internal",
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  };
  const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", { options });

  await p.signIn(people.taro);
  await p.go("/my/settings/passkeys");
  await p.turn(() => p.page.locator("en-passkey button").click());
  assert.equal(p.path(), "/my/settings/passkeys");
  assert.equal(await p.page.locator("main tbody tr").count(), 1, "the key is listed");
  const { credentials } = await devtools.send("WebAuthn.getCredentials", { authenticatorId });
  assert.equal(credentials.length, 1);
  assert.ok(credentials[0].isResidentCredential, "the key is found without typing an address");

  await signOut(p);
  await p.go("/my/cases");
  assert.match(p.path(), /sign-in/);
  await p.turn(() => p.page.locator("en-passkey button").click());
  assert.equal(p.path(), "/my/cases", "signed in, and where the person wanted to be");

  // An authenticator that does not make sure who holds it opens nothing.
  await signOut(p);
  await devtools.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false });
  await p.go("/sign-in");
  await p.page.locator("en-passkey button").click();
  await p.page.locator(".passkey-state", { hasText: /./ }).waitFor();
  assert.equal(p.path(), "/sign-in");
  await devtools.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: true });
  await p.turn(() => p.page.locator("en-passkey button").click());

  await p.go("/my/settings/passkeys");
  await p.turn(() => p.page.locator("main tbody button").click());
  assert.equal(await p.page.locator("main tbody tr").count(), 0);
  await p.leave();
});

async function signOut(p) {
  await p.go("/");
  await p.turn(() => p.page.evaluate(() => document.querySelector('form[action="/sign-out"]').requestSubmit()));
}
