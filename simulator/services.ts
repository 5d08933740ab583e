/** Every service of the API by its name: a new one is a folder and one line here. */
export { openCar as car } from './car/car-service.ts';
export { openDlc as dlc } from './dlc/dlc-service.ts';
export { openScf as scf } from './scf/scf-service.ts';
export { openSts as sts } from './sts/sts-service.ts';
export { openTem as tem } from './tem/tem-service.ts';
