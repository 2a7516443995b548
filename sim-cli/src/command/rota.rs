use super::incidents::named;
use super::print;
use crate::arguments::RotaArguments;
use crate::failure::{DONE, Failure};
use crate::rota_import::{RotaRequest, imported};

/// Makes a scenario of a service's own rota.
pub(super) fn rota(options: &RotaArguments) -> Result<i32, Failure> {
    let imported = imported(&RotaRequest {
        rota: options.rota.clone(),
        profile: options.profile.clone(),
        columns: named(&options.columns)?,
        stations: options.stations.clone(),
        look_ups: options.look_ups.clone(),
        service: options.service.clone(),
        base: options.base.clone(),
        out: options.out.clone(),
    })?;
    print(&imported.text)?;
    Ok(DONE)
}
