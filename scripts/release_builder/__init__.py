"""What a release is made of: wheels, a bill of materials, licences, one folder and one zip."""
