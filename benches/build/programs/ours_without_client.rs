// The three calls as values, for an HTTP client of somebody else's.

use clerk_invite::{
    Codec, CreateInvitation, CreateInvitationBulk, CreateOrganizationInvitationBulk, Endpoint,
    NewOrganizationInvitation, bytes::Bytes, http::Response,
};

fn call<E: Endpoint>(codec: &Codec, request: &E) -> Result<E::Response, clerk_invite::Error> {
    println!("{:?}", codec.encode(request)?);
    codec.decode(request, &Response::new(Bytes::from_static(b"[]")))
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let codec = Codec::new(std::env::var("CLERK_SECRET_KEY")?)?;
    let one = call(&codec, &CreateInvitation::new("a@example.com"))?;
    let several = [CreateInvitation::new("b@example.com")];
    let several = call(&codec, &CreateInvitationBulk::new(several))?;
    let members = [NewOrganizationInvitation::new("c@example.com", "org:member")];
    let members = call(&codec, &CreateOrganizationInvitationBulk::new("org_1", members))?;
    println!("{one:?} {several:?} {members:?}");
    Ok(())
}
