import { Fleet } from './fleet/fleet';
import { FleetApp } from './fleet/fleet-app';

const app = new FleetApp();
Fleet.fromFolder('fleet').addTo(app);
app.synth();
