// Validates Kubernetes objects by the schemas of @kubernetes-models: wrong types, missing fields, values that an enumeration does not have.
// In: a JSON array of objects. Out: a JSON array with an array of sentences for each object; null where there is no schema for its kind.
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';

const packages = ['kubernetes-models', '@kubernetes-models/keda', '@kubernetes-models/prometheus-operator'];

async function modelOf({ apiVersion, kind }) {
  for (const name of packages) {
    const file = new URL(`node_modules/${name}/${apiVersion}/${kind}.js`, import.meta.url);
    if (existsSync(file)) return (await import(file))[kind];
  }
  return null;
}

async function faultsOf(object) {
  const Model = await modelOf(object);
  if (Model === null) return null;
  try {
    new Model(object).validate();
    return [];
  } catch (fault) {
    if (fault.validation !== true) throw fault;
    return fault.errors.map((error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
  }
}

const objects = JSON.parse(await text(process.stdin));
process.stdout.write(JSON.stringify(await Promise.all(objects.map(faultsOf))));
