"""What every page's shell needs: who is here, where they may switch to."""
